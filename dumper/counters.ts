/** How many numbers a pair has. */
const STRIDE = 14;

/** What is counted for a pair of caller and callee: offsets into `Counters.values` from the pair's index on. */
export const Count = {
  /** Calls that were seen to begin. */
  CALLS: 0,
  RETURNS: 1,
  EXCEPTIONS: 2,
  /** Calls that were seen to end only. */
  BEGINS_LOST: 3,
  /** Calls whose end is known to be lost. */
  ENDS_LOST: 4,
  /** Time (ns) of calls from begin to end, of each call. */
  DURATION: 5,
  /** Time (ns) on the stack, without that of calls inside a call of the same function. */
  RUNNING: 6,
  /** Time (ns) as the innermost call. */
  SELF: 7,
  /** Time (ns) suspended. */
  WAITING: 8,
  /** Records that ended a stretch of `SELF`, and of `RUNNING`: each has cost some of that time. */
  OWN_RECORDS: 9,
  RUNNING_RECORDS: 10,
  /** So many numbers up to here are sums. */
  SUMS: 11,
  SHORTEST: 11,
  LONGEST: 12,
} as const;

/**
 * What is counted for pairs of caller and callee, both named by their numbers in their thread: a hash table with
 * linear probing over one flat array of numbers.
 */
export class Counters {
  /** The numbers of all pairs, `Count` says which. */
  values = new Float64Array(64 * STRIDE);
  /** By a pair's place. */
  #callers = new Int32Array(64);
  #callees = new Int32Array(64);
  #size = 0;
  /** Places from 1 on; 0: free. */
  #table = new Int32Array(128);

  /** How many pairs there are. */
  get size(): number {
    return this.#size;
  }

  /** The index of the numbers of a pair; `caller` is -1 where there is none. */
  find(caller: number, callee: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = hash(caller, callee) & mask;
    for (let place = table[slot]; place !== 0; place = table[slot]) {
      if (this.#callees[place - 1] === callee && this.#callers[place - 1] === caller) return (place - 1) * STRIDE;
      slot = (slot + 1) & mask;
    }
    return this.#add(caller, callee, slot);
  }

  /** Whether anything was counted for the pair at a place since `reset`. */
  isTouched(place: number): boolean {
    const start = place * STRIDE;
    for (let i = start; i < start + Count.SUMS; i++) if (this.values[i] !== 0) return true;
    return false;
  }

  /** The function that was called by the pair at a place, its caller, and the index of its numbers. */
  callee(place: number): number {
    return this.#callees[place];
  }

  caller(place: number): number {
    return this.#callers[place];
  }

  index(place: number): number {
    return place * STRIDE;
  }

  /** The place of the pair whose numbers are at `index`. */
  placeOf(index: number): number {
    return index / STRIDE;
  }

  /** Begins to count at zero again. */
  reset(): void {
    for (let place = 0; place < this.#size; place++) if (this.isTouched(place)) this.#clear(place);
  }

  #clear(place: number): void {
    const start = place * STRIDE;
    this.values.fill(0, start, start + Count.SUMS);
    this.values[start + Count.SHORTEST] = Infinity;
    this.values[start + Count.LONGEST] = -1;
  }

  #add(caller: number, callee: number, slot: number): number {
    const place = this.#size++;
    if (place >= this.#callers.length) {
      this.values = longer(this.values, Float64Array);
      this.#callers = longer(this.#callers, Int32Array);
      this.#callees = longer(this.#callees, Int32Array);
    }
    this.#callers[place] = caller;
    this.#callees[place] = callee;
    this.#clear(place);
    this.#table[slot] = place + 1;
    if (this.#size * 2 > this.#table.length) this.#grow();
    return place * STRIDE;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let place = 0; place < this.#size; place++) {
      let slot = hash(this.#callers[place], this.#callees[place]) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = place + 1;
    }
    this.#table = table;
  }
}

function hash(caller: number, callee: number): number {
  const mixed = Math.imul(caller, 0x9e3779b1) ^ Math.imul(callee, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function longer<T extends Float64Array | Int32Array>(array: T, kind: new (length: number) => T): T {
  const result = new kind(array.length * 2);
  result.set(array);
  return result;
}
