import type { ReportThread } from "../layout.ts";

/** Bits of `ThreadData.flags`. */
export const Flag = { ENDED: 1, THREW: 2, OUTERMOST: 4 } as const;

/** A place on a thread's line of time. */
export interface Mark {
  at: number;
  /** Which event of the thread it is. */
  event: number;
  /** How many records were lost here; 0 for an event of `log` or `mark`. */
  lost: number;
}

/** An exception, from where it was seen first. */
export interface Thrown {
  /** The innermost call that it left, and how many it left in all. */
  call: number;
  left: number;
}

/**
 * What is known of a thread. Calls are numbered as they began. A slice is a time that a call was on the stack; slices
 * lie row by row, a row a depth of the stack, in the order of time. Times in ns.
 */
export class ThreadData {
  readonly info: ReportThread;
  // Of each call.
  readonly func: Uint32Array;
  /** The call that it was made in; -1 where nothing that was recorded made it. */
  readonly parent: Int32Array;
  readonly began: Float64Array;
  /** NaN where it has no end. */
  readonly ended: Float64Array;
  readonly beginEvent: Uint32Array;
  readonly endEvent: Uint32Array;
  readonly flags: Uint8Array;
  /** Its first slice. */
  readonly first: Int32Array;
  // Of each slice.
  readonly start: Float64Array;
  /** How long all slices before it took together: the one after it says where it ends. */
  readonly busy: Float64Array;
  readonly call: Uint32Array;
  /** The next slice of the same call; -1 where there is none. */
  readonly next: Int32Array;
  /** Where each row begins, and where the last one ends. */
  readonly rows: Uint32Array;
  readonly marks: Mark[] = [];
  readonly thrown: Thrown[] = [];

  constructor(info: ReportThread) {
    const { calls, slices, depth } = info;
    this.info = info;
    this.func = new Uint32Array(calls);
    this.parent = new Int32Array(calls);
    this.began = new Float64Array(calls);
    this.ended = new Float64Array(calls).fill(NaN);
    this.beginEvent = new Uint32Array(calls);
    this.endEvent = new Uint32Array(calls);
    this.flags = new Uint8Array(calls);
    this.first = new Int32Array(calls);
    this.start = new Float64Array(slices);
    this.busy = new Float64Array(slices + 1);
    this.call = new Uint32Array(slices);
    this.next = new Int32Array(slices).fill(-1);
    this.rows = new Uint32Array(depth + 1);
  }

  /** How many rows it has. */
  get depth(): number {
    return this.rows.length - 1;
  }

  /** When a slice ended. */
  end(slice: number): number {
    return this.start[slice] + this.busy[slice + 1] - this.busy[slice];
  }

  /** The row that a slice lies in. */
  rowOf(slice: number): number {
    let [low, high] = [0, this.depth];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.rows[middle] <= slice) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The first slice of a row from slice `from` on that begins at `at` or later; the end of the row if none does. */
  startingFrom(row: number, at: number, from: number = this.rows[row]): number {
    const last = this.rows[row + 1];
    let step = 1;
    // What is looked for is mostly near: ahead in steps that grow, then halving.
    let low = from;
    let high = from;
    while (high < last && this.start[high] < at) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    high = Math.min(high, last);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How much of a stretch of time slices of a row took, ns. */
  busyWithin(row: number, from: number, to: number): number {
    const [first, last] = [this.startingFrom(row, from), this.startingFrom(row, to)];
    let sum = this.busy[last] - this.busy[first];
    if (first > this.rows[row]) sum += Math.max(0, Math.min(to, this.end(first - 1)) - from);
    if (last > first) sum -= Math.max(0, this.end(last - 1) - to);
    return Math.max(0, sum);
  }

  /** The slices of a call. */
  slicesOf(call: number): number[] {
    const slices: number[] = [];
    for (let slice = this.first[call]; slice >= 0; slice = this.next[slice]) slices.push(slice);
    return slices;
  }

  /** How long a call was on the stack, and of that without anything that it called. */
  running(call: number): { running: number; self: number } {
    let [running, inner] = [0, 0];
    for (const slice of this.slicesOf(call)) {
      const row = this.rowOf(slice) + 1;
      const [from, to] = [this.start[slice], this.end(slice)];
      running += to - from;
      if (row < this.depth) inner += this.busyWithin(row, from, to);
    }
    return { running, self: running - inner };
  }

  /** From call to end; of a call without an end, how long it was on the stack. */
  duration(call: number): number {
    return this.flags[call] & Flag.ENDED ? this.ended[call] - this.began[call] : this.running(call).running;
  }

  /** Whether records were lost while a call was open. */
  hasGap(call: number): boolean {
    const end = this.flags[call] & Flag.ENDED ? this.ended[call] : Infinity;
    return this.marks.some(({ at, lost }) => lost > 0 && at >= this.began[call] && at <= end);
  }

  /** The calls that a call made, at most `limit`. */
  children(call: number, limit: number): number[] {
    const found: number[] = [];
    for (let child = call + 1; child < this.parent.length && found.length < limit; child++) {
      if (this.parent[child] === call) found.push(child);
      else if (this.began[child] > this.ended[call]) break;
    }
    return found;
  }
}
