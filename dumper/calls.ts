/** How many open calls a thread's table holds at most; then the older half is forgotten. */
const MAX_OPEN = 1 << 18;

/**
 * What is saved of a call: id, row, time, depth, function, state, since, the function that it was called from, and how
 * many records the thread had since.
 */
const COLUMNS = 9;

/**
 * The calls of one thread that have not ended, by call id: a hash table with linear probing, in columns, so that
 * a call costs no object. Entries of calls whose end was lost go when the table is full.
 */
export class OpenCalls {
  /** Call ids; 0: free. */
  #ids = new Float64Array(256);
  /** Id of the CALL row, 0 where it was not stored; time (ns); depth; function. */
  rows = new Float64Array(256);
  times = new Float64Array(256);
  depths = new Int32Array(256);
  functions = new Float64Array(256);
  /** For statistics.ts: where the call is counted, since when (ns) it runs or waits, and which of these. */
  counts = new Int32Array(256);
  since = new Float64Array(256);
  /** How many records the thread has had, and had then. */
  records = 0;
  recordsSince = new Float64Array(256);
  states = new Uint8Array(256);
  #mask = 255;
  #count = 0;
  /** The newest call at the mark, and the older ones that were closed since, each with all its columns. */
  #newest = Infinity;
  #closed: number[] = [];
  readonly #limit: number;

  constructor(limit = MAX_OPEN) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#count;
  }

  #home(id: number): number {
    // Scattered: calls that end in the order in which they began would else make long runs to be moved.
    return (Math.imul(id | 0, 0x9e3779b1) >>> 12) & this.#mask;
  }

  /** Adds a call; its slot. */
  open(id: number, row: number, time: number, depth: number, func: number): number {
    if (this.#count * 2 >= this.#mask) this.#grow();
    const ids = this.#ids;
    let slot = this.#home(id);
    while (ids[slot] !== 0 && ids[slot] !== id) slot = (slot + 1) & this.#mask;
    if (ids[slot] === 0) this.#count++;
    ids[slot] = id;
    this.rows[slot] = row;
    this.times[slot] = time;
    this.depths[slot] = depth;
    this.functions[slot] = func;
    return slot;
  }

  /** The slot of a call, as an index into the columns; -1 where it is not known. */
  find(id: number): number {
    const ids = this.#ids;
    let slot = this.#home(id);
    for (let found = ids[slot]; found !== 0; found = ids[slot]) {
      if (found === id) return slot;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }

  /** Removes the call in a slot, and closes the gap. */
  close(slot: number): void {
    const ids = this.#ids;
    if (ids[slot] <= this.#newest) this.#log(slot);
    const mask = this.#mask;
    let hole = slot;
    for (let next = (hole + 1) & mask; ids[next] !== 0; next = (next + 1) & mask) {
      // An entry may move back to the hole if that is not before its home.
      if (((next - this.#home(ids[next])) & mask) >= ((next - hole) & mask)) {
        this.#copy(next, hole);
        hole = next;
      }
    }
    ids[hole] = 0;
    this.#count--;
  }

  /** From here on closed calls can be opened again; `newest` is the id of the newest call. */
  mark(newest: number): void {
    this.#newest = newest;
    if (this.#closed.length > 0) this.#closed = [];
  }

  /**
   * Opens the calls that began before the mark and were closed since. Those that began since stay open: they are found
   * when they begin once more.
   */
  rewind(): void {
    const closed = this.#closed;
    this.#closed = [];
    for (let at = 0; at < closed.length; at += COLUMNS) {
      const [id, row, time, depth, func, count, since, state, records] = closed.slice(at, at + COLUMNS);
      const slot = this.open(id, row, time, depth, func);
      this.counts[slot] = count;
      this.since[slot] = since;
      this.states[slot] = state;
      this.recordsSince[slot] = records;
    }
  }

  #log(slot: number): void {
    const { rows, times, depths, functions, counts, since, states, recordsSince } = this;
    const call = [rows[slot], times[slot], depths[slot], functions[slot], counts[slot], since[slot], states[slot]];
    this.#closed.push(this.#ids[slot], ...call, recordsSince[slot]);
  }

  /** The newest `limit` open calls at most, as bytes for `load`; `callerOf` gives the caller of the call in a slot. */
  save(limit: number, callerOf: (slot: number) => number): Uint8Array {
    const all = this.#ids.filter((id) => id !== 0).sort();
    const kept = all.subarray(Math.max(0, all.length - limit));
    const columns = new Float64Array(kept.length * COLUMNS);
    kept.forEach((id, index) => {
      const slot = this.find(id);
      const call = [id, this.rows[slot], this.times[slot], this.depths[slot], this.functions[slot]];
      const records = this.records - this.recordsSince[slot];
      columns.set([...call, this.states[slot], this.since[slot], callerOf(slot), records], index * COLUMNS);
    });
    return new Uint8Array(columns.buffer);
  }

  /** Opens the calls that `save` gave, those that ran longest first, and tells of each its id, slot and caller. */
  load(saved: Uint8Array, opened: (id: number, slot: number, caller: number) => void): void {
    // A copy, as a view of doubles must begin at a multiple of eight.
    const columns = new Float64Array(saved.slice().buffer, 0, saved.length >> 3);
    const calls: Float64Array[] = [];
    for (let at = 0; at + COLUMNS <= columns.length; at += COLUMNS) calls.push(columns.subarray(at, at + COLUMNS));
    calls.sort((a, b) => a[6] - b[6] || a[0] - b[0]);
    for (const [id, row, time, depth, func, state, since, caller, records] of calls) {
      const slot = this.open(id, row, time, depth, func);
      this.states[slot] = state;
      this.since[slot] = since;
      this.recordsSince[slot] = this.records - records;
      opened(id, slot, caller);
    }
  }

  #copy(from: number, to: number): void {
    this.#ids[to] = this.#ids[from];
    this.rows[to] = this.rows[from];
    this.times[to] = this.times[from];
    this.depths[to] = this.depths[from];
    this.functions[to] = this.functions[from];
    this.counts[to] = this.counts[from];
    this.since[to] = this.since[from];
    this.states[to] = this.states[from];
    this.recordsSince[to] = this.recordsSince[from];
  }

  #grow(): void {
    const { rows, times, depths, functions, counts, since, states, recordsSince } = this;
    const ids = this.#ids;
    const full = this.#count >= this.#limit;
    const size = full ? ids.length : ids.length * 2;
    const oldest = full ? ids.filter((id) => id !== 0).sort()[this.#count >> 1] : 0;
    this.#ids = new Float64Array(size);
    this.rows = new Float64Array(size);
    this.times = new Float64Array(size);
    this.depths = new Int32Array(size);
    this.functions = new Float64Array(size);
    this.counts = new Int32Array(size);
    this.since = new Float64Array(size);
    this.states = new Uint8Array(size);
    this.recordsSince = new Float64Array(size);
    this.#mask = size - 1;
    this.#count = 0;
    for (let slot = 0; slot < ids.length; slot++) {
      if (ids[slot] === 0 || ids[slot] < oldest) continue;
      const to = this.open(ids[slot], rows[slot], times[slot], depths[slot], functions[slot]);
      this.counts[to] = counts[slot];
      this.since[to] = since[slot];
      this.states[to] = states[slot];
      this.recordsSince[to] = recordsSince[slot];
    }
  }
}
