/**
 * Aligns the calls of two recordings: what a call made in one with what the same call made in the other.
 *
 * @module
 */
import { type Forest, NONE } from "./forest.ts";

/** Where the two go apart, how far ahead the place is looked for where they come together again. */
const WINDOW = 64;

/** Is told what was found, in the order in which it happened. Calls are places in their forest. */
export interface Observer {
  /** The same call in both; its arguments or what comes of it differ where `same` is false. */
  enter(a: number, b: number, same: boolean): void;
  /** What both calls did has been told. */
  leave(a: number, b: number, same: boolean): void;
  /** Calls that only one of them made, at the same place; `NONE` where there is none. */
  apart(a: number, b: number): void;
}

/** Whether two calls have the same function, arguments and result. */
function isSame(a: Forest, b: Forest, x: number, y: number): boolean {
  return a.names[x] === b.names[y] && a.values[x] === b.values[y];
}

/** How many calls to skip in each of two lists, in one number: without an object a call, millions leave no garbage. */
type Skip = number;
const NOTHING: Skip = 0;
const skips = (x: number, y: number): Skip => x * 256 + y;

/** Pairs of calls that are open: their places, what of theirs comes next, and whether they are the same. */
class OpenPairs {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly nextX: number[] = [];
  readonly nextY: number[] = [];
  readonly same: boolean[] = [];

  push(x: number, y: number, nextX: number, nextY: number, same: boolean): void {
    this.x.push(x);
    this.y.push(y);
    this.nextX.push(nextX);
    this.nextY.push(nextY);
    this.same.push(same);
  }

  pop(): void {
    this.x.pop();
    this.y.pop();
    this.nextX.pop();
    this.nextY.pop();
    this.same.pop();
  }
}

/** Walks over two forests. Each call costs the same, however much they differ. */
export function align(a: Forest, b: Forest, observer: Observer): void {
  const open = new OpenPairs();
  const enter = (x: number, y: number): void => {
    const same = a.values[x] === b.values[y];
    observer.enter(x, y, same);
    if (a.first[x] === NONE && b.first[y] === NONE) observer.leave(x, y, same);
    else open.push(x, y, a.first[x], b.first[y], same);
  };
  const drain = (): void => {
    for (let pair = open.x.length - 1; pair >= 0; pair = open.x.length - 1) {
      const x = open.nextX[pair];
      const y = open.nextY[pair];
      if (x === NONE && y === NONE) {
        observer.leave(open.x[pair], open.y[pair], open.same[pair]);
        open.pop();
        continue;
      }
      const skip = x === NONE || y === NONE ? skips(Number(x !== NONE), Number(y !== NONE)) : meet(a, b, x, y);
      if (skip === NOTHING) {
        open.nextX[pair] = a.next[x];
        open.nextY[pair] = b.next[y];
        enter(x, y);
      } else {
        pass(pair, Math.floor(skip / 256), skip % 256);
      }
    }
  };
  const pass = (pair: number, skipX: number, skipY: number): void => {
    let [x, y] = [open.nextX[pair], open.nextY[pair]];
    observer.apart(skipX > 0 ? x : NONE, skipY > 0 ? y : NONE);
    for (let i = 0; i < skipX && x !== NONE; i++) {
      if (i > 0) observer.apart(x, NONE);
      x = a.next[x];
    }
    for (let i = 0; i < skipY && y !== NONE; i++) {
      if (i > 0) observer.apart(NONE, y);
      y = b.next[y];
    }
    open.nextX[pair] = x;
    open.nextY[pair] = y;
  };
  const threads = new Map<number, number>();
  for (let y = 0; y < b.roots; y++) threads.set(b.names[y], y);
  for (let x = 0; x < a.roots; x++) {
    const y = threads.get(a.names[x]);
    if (y === undefined) observer.apart(x, NONE);
    else enter(x, y);
    threads.delete(a.names[x]);
    drain();
  }
  for (const y of threads.values()) observer.apart(NONE, y);
}

/** What to skip in each list so that what stands next is the same function; nothing where it is already. */
function meet(a: Forest, b: Forest, x: number, y: number): Skip {
  if (a.names[x] === b.names[y]) {
    if (a.values[x] === b.values[y]) return NOTHING;
    // Where one was put in between calls of the same function, the same ones follow.
    return slide(a, b, x, y);
  }
  const seen = new Map<number, number>();
  let count = 0;
  for (let at = x; at !== NONE && count < WINDOW; at = a.next[at], count++) {
    if (!seen.has(a.names[at])) seen.set(a.names[at], count);
  }
  let [best, bestSum] = [NOTHING, Infinity];
  let skipY = 0;
  for (let at = y; at !== NONE && skipY < WINDOW; at = b.next[at], skipY++) {
    const skipX = seen.get(b.names[at]);
    if (skipX === undefined || skipX + skipY >= bestSum) continue;
    [best, bestSum] = [skips(skipX, skipY), skipX + skipY];
  }
  return bestSum < Infinity ? best : skips(count, skipY);
}

/** How far ahead a call with the same values is looked for. */
const SLIDE = 16;

function slide(a: Forest, b: Forest, x: number, y: number): Skip {
  let atX = a.next[x];
  let atY = b.next[y];
  for (let skip = 1; skip <= SLIDE && (atX !== NONE || atY !== NONE); skip++) {
    if (atY !== NONE && isSame(a, b, x, atY) && follows(a, b, a.next[x], b.next[atY])) return skips(0, skip);
    if (atX !== NONE && isSame(a, b, atX, y) && follows(a, b, a.next[atX], b.next[y])) return skips(skip, 0);
    if (atX !== NONE) atX = a.next[atX];
    if (atY !== NONE) atY = b.next[atY];
  }
  return NOTHING;
}

/** Whether the lists go on alike, or both end. */
function follows(a: Forest, b: Forest, x: number, y: number): boolean {
  return x === NONE || y === NONE ? x === y : isSame(a, b, x, y);
}
