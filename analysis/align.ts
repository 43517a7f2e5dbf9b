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

/** Walks over two forests. Each call costs the same, however much they differ. */
export function align(a: Forest, b: Forest, observer: Observer): void {
  /** Pairs of calls that are open: their places, and what of theirs comes next. */
  const open: { x: number; y: number; nextX: number; nextY: number; same: boolean }[] = [];
  const enter = (x: number, y: number): void => {
    const same = a.values[x] === b.values[y];
    observer.enter(x, y, same);
    if (a.first[x] === NONE && b.first[y] === NONE) observer.leave(x, y, same);
    else open.push({ x, y, nextX: a.first[x], nextY: b.first[y], same });
  };
  const drain = (): void => {
    while (open.length > 0) {
      const pair = open[open.length - 1];
      const { nextX: x, nextY: y } = pair;
      if (x === NONE && y === NONE) {
        open.pop();
        observer.leave(pair.x, pair.y, pair.same);
        continue;
      }
      const [skipX, skipY] = x === NONE || y === NONE ? [x === NONE ? 0 : 1, y === NONE ? 0 : 1] : meet(a, b, x, y);
      if (skipX === 0 && skipY === 0) {
        pair.nextX = a.next[x];
        pair.nextY = b.next[y];
        enter(x, y);
      } else {
        skip(pair, skipX, skipY);
      }
    }
  };
  const skip = (pair: { nextX: number; nextY: number }, skipX: number, skipY: number): void => {
    observer.apart(skipX > 0 ? pair.nextX : NONE, skipY > 0 ? pair.nextY : NONE);
    for (let i = 0; i < skipX && pair.nextX !== NONE; i++) {
      if (i > 0) observer.apart(pair.nextX, NONE);
      pair.nextX = a.next[pair.nextX];
    }
    for (let i = 0; i < skipY && pair.nextY !== NONE; i++) {
      if (i > 0) observer.apart(NONE, pair.nextY);
      pair.nextY = b.next[pair.nextY];
    }
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

/** How many calls to skip in each list so that what stands next is the same function; nothing where it is already. */
function meet(a: Forest, b: Forest, x: number, y: number): [skipX: number, skipY: number] {
  if (a.names[x] === b.names[y]) {
    if (a.values[x] === b.values[y]) return [0, 0];
    // Where one was put in between calls of the same function, the same ones follow.
    return slide(a, b, x, y) ?? [0, 0];
  }
  const seen = new Map<number, number>();
  let count = 0;
  for (let at = x; at !== NONE && count < WINDOW; at = a.next[at], count++) {
    if (!seen.has(a.names[at])) seen.set(a.names[at], count);
  }
  let best: [number, number] | undefined;
  let skipY = 0;
  for (let at = y; at !== NONE && skipY < WINDOW; at = b.next[at], skipY++) {
    const skipX = seen.get(b.names[at]);
    if (skipX !== undefined && (best === undefined || skipX + skipY < best[0] + best[1])) best = [skipX, skipY];
  }
  return best ?? [count, skipY];
}

/** How far ahead a call with the same values is looked for. */
const SLIDE = 16;

function slide(a: Forest, b: Forest, x: number, y: number): [number, number] | undefined {
  let atX = a.next[x];
  let atY = b.next[y];
  for (let skip = 1; skip <= SLIDE && (atX !== NONE || atY !== NONE); skip++) {
    if (atY !== NONE && isSame(a, b, x, atY) && follows(a, b, a.next[x], b.next[atY])) return [0, skip];
    if (atX !== NONE && isSame(a, b, atX, y) && follows(a, b, a.next[atX], b.next[y])) return [skip, 0];
    if (atX !== NONE) atX = a.next[atX];
    if (atY !== NONE) atY = b.next[atY];
  }
  return undefined;
}

/** Whether the lists go on alike, or both end. */
function follows(a: Forest, b: Forest, x: number, y: number): boolean {
  return x === NONE || y === NONE ? x === y : isSame(a, b, x, y);
}
