import { ColumnReader, splitColumns } from "../column.ts";
import { Op, type ReportThread } from "../layout.ts";
import { Flag, ThreadData } from "./thread.ts";
import type { FunctionTotals, MergedTree } from "./totals.ts";

const NONE = -1;

/** Makes of a thread's events what there is to know of it, block by block. */
export class ThreadDecoder {
  readonly #data: ThreadData;
  readonly #number: number;
  readonly #totals: FunctionTotals;
  readonly #tree: MergedTree;
  // Of each slice, in the order in which they began.
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  readonly #row: Uint32Array;
  readonly #call: Uint32Array;
  readonly #next: Int32Array;
  // Of each call.
  readonly #node: Uint32Array;
  readonly #last: Int32Array;
  /** How many records the thread had when the call came on the stack last. */
  readonly #entered: Float64Array;
  /** How many calls of a function are on the stack. */
  readonly #active: Uint32Array;
  readonly #stack: number[] = [];
  #calls = 0;
  #slices = 0;
  #events = 0;
  #now = 0;
  #records = 0;
  #lostAt = NONE;
  /** Whether the event before was an exception that left a call. */
  #isThrown = false;

  /** @param number the thread's place among the threads. */
  constructor(info: ReportThread, number: number, totals: FunctionTotals, tree: MergedTree) {
    this.#data = new ThreadData(info);
    this.#number = number;
    this.#totals = totals;
    this.#tree = tree;
    this.#start = new Float64Array(info.slices);
    this.#end = new Float64Array(info.slices);
    this.#row = new Uint32Array(info.slices);
    this.#call = new Uint32Array(info.slices);
    this.#next = new Int32Array(info.slices).fill(NONE);
    this.#node = new Uint32Array(info.calls);
    this.#last = new Int32Array(info.calls);
    this.#entered = new Float64Array(info.calls);
    this.#active = new Uint32Array(totals.calls.length);
  }

  /** How many events and calls were read. */
  get events(): number {
    return this.#events;
  }

  get calls(): number {
    return this.#calls;
  }

  /** Reads a block. */
  add(block: Uint8Array): void {
    const [op, time, records, reference] = splitColumns(block, 4).map((column) => new ColumnReader(column));
    while (!op.isAtEnd) {
      this.#event(op.next(), time.next(), records.next(), reference);
      this.#events++;
    }
  }

  /** What was read, whole. */
  finish(): ThreadData {
    while (this.#stack.length > 0) this.#leave();
    this.#sortRows();
    const { flags, func } = this.#data;
    for (let call = 0; call < this.#calls; call++) {
      if (flags[call] !== Flag.OUTERMOST) continue;
      this.#totals.total[func[call]] += this.#data.running(call).running;
      if (this.#lostAt >= this.#data.began[call]) this.#totals.gap[func[call]] = 1;
    }
    return this.#data;
  }

  #event(op: number, time: number, records: number, reference: ColumnReader): void {
    this.#now += time;
    this.#records += records;
    const stack = this.#stack;
    // What ran before records were lost is not known.
    if (op !== Op.LOST && stack.length > 0) {
      const call = stack[stack.length - 1];
      this.#totals.self[this.#data.func[call]] += time;
      this.#totals.ownRecords[this.#data.func[call]] += records;
      this.#tree.self[this.#node[call]] += time;
      this.#tree.records[this.#node[call]] += records;
    }
    const wasThrown = this.#isThrown;
    this.#isThrown = false;
    if (op >= Op.CALL) return this.#begin(op - Op.CALL);
    switch (op) {
      case Op.RETURN:
        return this.#finishCall(this.#leave(), false, wasThrown);
      case Op.THROW:
        return this.#finishCall(this.#leave(), true, wasThrown);
      case Op.LEAVE:
        return void this.#leave();
      case Op.RETURN_ASIDE:
      case Op.THROW_ASIDE:
        return this.#finishCall(this.#calls - 1 - reference.next(), op === Op.THROW_ASIDE, false);
      case Op.RESUME:
        return this.#enter(this.#calls - 1 - reference.next());
      case Op.EVENT:
        this.#data.marks.push({ at: this.#now, event: this.#events, lost: 0 });
        return;
      case Op.LOST:
        this.#lostAt = this.#now;
        this.#data.marks.push({ at: this.#now, event: this.#events, lost: reference.next() });
    }
  }

  #begin(func: number): void {
    const data = this.#data;
    const stack = this.#stack;
    const call = this.#calls++;
    const parent = stack.length > 0 ? stack[stack.length - 1] : NONE;
    data.func[call] = func;
    data.parent[call] = parent;
    data.began[call] = this.#now;
    data.beginEvent[call] = this.#events;
    if (this.#active[func] === 0) data.flags[call] = Flag.OUTERMOST;
    const node = this.#tree.below(parent < 0 ? 0 : this.#node[parent], func);
    this.#node[call] = node;
    this.#tree.calls[node]++;
    this.#totals.calls[func]++;
    this.#last[call] = NONE;
    this.#enter(call);
  }

  #enter(call: number): void {
    const slice = this.#slices++;
    this.#start[slice] = this.#now;
    this.#row[slice] = this.#stack.length;
    this.#call[slice] = call;
    if (this.#last[call] === NONE) this.#data.first[call] = slice;
    else this.#next[this.#last[call]] = slice;
    this.#last[call] = slice;
    this.#entered[call] = this.#records;
    this.#active[this.#data.func[call]]++;
    this.#stack.push(call);
  }

  /** Takes the call on top off the stack. */
  #leave(): number {
    const call = this.#stack.pop() as number;
    const slice = this.#last[call];
    const func = this.#data.func[call];
    this.#end[slice] = this.#now;
    this.#active[func]--;
    if (this.#data.flags[call] & Flag.OUTERMOST) {
      this.#totals.running[func] += this.#now - this.#start[slice];
      this.#totals.runningRecords[func] += this.#records - this.#entered[call];
    }
    return call;
  }

  #finishCall(call: number, threw: boolean, wasThrown: boolean): void {
    const data = this.#data;
    const totals = this.#totals;
    const func = data.func[call];
    const duration = this.#now - data.began[call];
    data.ended[call] = this.#now;
    data.endEvent[call] = this.#events;
    data.flags[call] |= Flag.ENDED | (threw ? Flag.THREW : 0);
    totals.ended[func]++;
    totals.sum[func] += duration;
    if (data.flags[call] & Flag.OUTERMOST) totals.total[func] += duration;
    if (duration > totals.max[func] || totals.longestThread[func] < 0) {
      totals.max[func] = duration;
      totals.longestThread[func] = this.#number;
      totals.longestCall[func] = call;
    }
    if (this.#lostAt >= data.began[call]) totals.gap[func] = 1;
    if (!threw) return;
    totals.exceptions[func]++;
    this.#isThrown = true;
    // One that leaves a call right after another one left the call above is the same.
    const thrown = data.thrown.at(-1);
    if (wasThrown && thrown !== undefined) thrown.left++;
    else data.thrown.push({ call, left: 1 });
  }

  /** Puts the slices in their rows. */
  #sortRows(): void {
    const data = this.#data;
    const { rows } = data;
    const count = this.#slices;
    for (let i = 0; i < count; i++) rows[this.#row[i] + 1]++;
    for (let row = 1; row < rows.length; row++) rows[row] += rows[row - 1];
    const free = rows.slice();
    const place = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const to = place[i] = free[this.#row[i]]++;
      data.start[to] = this.#start[i];
      data.call[to] = this.#call[i];
      // Lengths at first.
      data.busy[to + 1] = this.#end[i] - this.#start[i];
    }
    for (let i = 1; i <= count; i++) data.busy[i] += data.busy[i - 1];
    for (let i = 0; i < count; i++) if (this.#next[i] >= 0) data.next[place[i]] = place[this.#next[i]];
    for (let call = 0; call < this.#calls; call++) data.first[call] = place[data.first[call]];
  }
}
