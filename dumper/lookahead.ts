import type { Chunk } from "../ring/mod.ts";
import { RecordCursor } from "./decode.ts";
import { Kind } from "./follow.ts";
import { Ranges } from "./ranges.ts";
import { type AheadCall, SlowCalls } from "./slow_calls.ts";
import type { TracedThread } from "./thread.ts";
import type { Triggers } from "./triggers.ts";
import { Turns } from "./turns.ts";

/** More calls than these are not remembered: the oldest are taken for slow. */
const MAX_CALLS = 1 << 20;
/** While no call runs and nothing is recorded for so long (ns), the event loop is taken to have had its turn. */
const TURN_PAUSE_NS = 50_000;

/** Is told of each record when it is looked at, and of its call where that is known. */
export type Look = (call: AheadCall | undefined) => void;

/** What is known of a thread's records before they are stored. */
export class Lookahead {
  readonly thread: TracedThread;
  readonly cursor = new RecordCursor();
  /** The record in the cursor: how many the thread wrote before it, and when it was, as rows have it. */
  position = -1;
  now = 0;
  /** When (ms) it was last that a record came. */
  seenMs = -Infinity;
  /** Records (how many came before each) that are kept for what is near them, or that they are part of. */
  readonly near = new Ranges();
  readonly slow: SlowCalls | undefined;
  readonly turns: Turns | undefined;
  /** The chunk that is gone over, and the position of its next record. */
  #chunk: Chunk | undefined;
  #next = 0;
  #calls = new Map<number, AheadCall>();
  #count = 0;
  #isFinished = false;
  /** Whether somebody wants to know of calls. */
  readonly #follows: boolean;

  constructor(thread: TracedThread, { slowerNs, stallNs, from, until, around }: Triggers) {
    this.#follows = [slowerNs, from, until, around].some((trigger) => trigger !== undefined);
    this.thread = thread;
    this.slow = slowerNs === undefined ? undefined : new SlowCalls(slowerNs);
    this.turns = stallNs === undefined ? undefined : new Turns(stallNs, TURN_PAUSE_NS);
  }

  /** Whether there are records that were not looked at. */
  get isBehind(): boolean {
    return this.#chunk !== undefined || this.thread.chunks.hasAhead;
  }

  /** Goes over records, so many at most; how many it were. Only where there are some. */
  go(limit: number, look: Look): number {
    const { cursor } = this;
    this.#chunk ??= this.#start(this.thread.chunks.look());
    let count = 0;
    while (count < limit && cursor.next()) {
      this.position = this.#next++;
      this.now = Math.min(this.now + cursor.elapsed, Number.MAX_SAFE_INTEGER);
      this.#record(look);
      count++;
    }
    if (count < limit) {
      this.thread.chunks.looked(this.#chunk);
      this.#chunk = undefined;
    }
    this.slow?.advance(this.now);
    if (this.#calls.size > MAX_CALLS) this.#forgetOldest();
    return count;
  }

  #start(chunk: Chunk): Chunk {
    this.#isFinished = false;
    if (chunk.lost > 0) this.turns?.lose();
    if (chunk.opens) {
      this.#count = chunk.calls;
      this.now = this.thread.timeOf(chunk.time);
    }
    this.cursor.start(chunk.bytes, chunk.length);
    this.#next = chunk.first;
    return chunk;
  }

  /** What is known of a call; undefined where nothing is. */
  find(id: number): AheadCall | undefined {
    return this.#calls.get(id);
  }

  /** The call's end is stored, or left out for good. */
  forget(id: number): void {
    this.#calls.delete(id);
  }

  /** Nothing more comes. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.slow?.finish(this.#calls.values());
  }

  /** Time that has passed without a record: where it is long, there was none. */
  pass(ns: number): void {
    this.slow?.advance(this.now + ns);
    this.turns?.pass(this.now + ns);
  }

  #record(look: Look): void {
    const { cursor, now, turns, position } = this;
    const { kind } = cursor;
    if (kind === Kind.CALL) {
      const parentId = Math.max(0, this.#count - cursor.parent);
      const id = ++this.#count;
      turns?.record(kind, position, now, id, parentId, false);
      look(this.#follows ? this.#begin(id, parentId) : undefined);
      return;
    }
    const id = this.#count - cursor.call;
    const isEnd = (kind === Kind.RETURN || kind === Kind.EXCEPTION) && cursor.lasted < 0;
    const isPause = kind === Kind.AWAIT || kind === Kind.YIELD;
    turns?.record(kind, position, now, id, 0, isEnd || isPause);
    const call = this.#calls.get(id);
    if (call !== undefined && isPause) this.slow?.suspend(call);
    look(call);
    if (call === undefined || !isEnd) return;
    call.hasEnded = true;
    if (this.slow === undefined) this.#calls.delete(id);
    else this.slow.end(call, now);
  }

  #begin(id: number, parentId: number): AheadCall {
    const found = this.#calls.get(parentId);
    const parent = found?.hasEnded ? undefined : found;
    const call = {
      id,
      parent,
      began: this.now,
      depth: parent === undefined ? 0 : parent.depth + 1,
      hasEnded: false,
      suspended: false,
      isWhole: parent?.isWhole ?? false,
      undecided: 0,
      isSlow: undefined,
    };
    this.#calls.set(id, call);
    this.slow?.begin(call);
    return call;
  }

  /** Ends that were lost would let it grow for ever. */
  #forgetOldest(): void {
    let rest = this.#calls.size >> 2;
    for (const [id] of this.#calls) {
      if (rest-- <= 0) break;
      this.#calls.delete(id);
    }
  }
}
