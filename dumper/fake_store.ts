/** A store in memory, for the tests of the dumper. */
import type {
  CounterRow,
  DurationsRow,
  FunctionRow,
  HeldRow,
  ProcessRow,
  RingState,
  StoreWriter,
  TraceRow,
} from "../store/mod.ts";

export class FakeStore implements StoreWriter {
  readonly startedMs: number;
  readonly startedNs = NaN;
  rows: TraceRow[] = [];
  processes: ProcessRow[] = [];
  threads: { process: number; tid: number; name: string }[] = [];
  /** By thread: what was noted of shallow values. */
  shallow: { records: number; detail: number }[] = [];
  functions: (FunctionRow & { module: string })[] = [];
  readonly rings = new Map<string, RingState>();
  counters: CounterRow[] = [];
  durations: DurationsRow[] = [];
  held: HeldRow[] = [];
  leftOut = 0;
  transactions = 0;
  closed = false;
  readonly isCrowded = false;
  /** Thrown by the next transactions: at their end, or where rows are inserted. */
  failure: Error | null = null;
  failsEarly = false;
  #next = 1;

  constructor(startedMs = 0) {
    this.startedMs = startedMs;
  }

  addProcess(process: ProcessRow): number {
    return this.processes.push(process);
  }

  addThread(process: number, tid: number, name: string): number {
    return this.threads.push({ process, tid, name });
  }

  noteShallow(thread: number, records: number, detail: number): void {
    this.shallow[thread - 1] = { records, detail };
  }

  addFunctions(module: string, functions: readonly FunctionRow[]): number[] {
    return functions.map((row) => this.functions.push({ module, ...row }));
  }

  transaction<T>(body: (nextId: number) => T): T {
    const rings = [...this.rings];
    const { rows, processes, threads, functions, counters, durations, held } = this;
    const lists = [rows, processes, threads, functions, counters, durations, held];
    const [next, leftOut, counts] = [this.#next, this.leftOut, lists.map((list) => list.length)];
    try {
      const result = body(this.#next);
      if (this.failure) throw this.failure;
      this.transactions++;
      return result;
    } catch (error) {
      lists.forEach((list, i) => list.length = counts[i]);
      this.rows = rows;
      this.rings.clear();
      for (const [name, state] of rings) this.rings.set(name, state);
      this.#next = next;
      this.leftOut = leftOut;
      throw error;
    }
  }

  insert(rows: readonly TraceRow[]): void {
    if (this.failure && this.failsEarly) throw this.failure;
    for (const row of rows) {
      if (row.id !== this.#next++) throw new Error(`id ${row.id} does not follow`);
      if (row.thread === 0) throw new Error("a row of no thread");
      this.rows.push({ ...row, data: row.data && row.data.slice() });
    }
  }

  holdBack(_process: number, rows: readonly HeldRow[]): void {
    this.held.push(...rows);
  }

  addStatistics(rows: { counters: readonly CounterRow[]; durations: readonly DurationsRow[] }): void {
    this.counters.push(...rows.counters);
    this.durations.push(...rows.durations);
  }

  leaveOut(count: number): void {
    this.leftOut += count;
  }

  setLeave(callRow: number, leaveRow: number): void {
    const index = this.rows.findIndex((row) => row.id === callRow);
    if (index >= 0) this.rows[index] = { ...this.rows[index], leave: leaveRow };
  }

  truncate(maxTraces: number): void {
    if (maxTraces > 0) this.rows = this.rows.filter((row) => row.id >= this.#next - maxTraces);
  }

  saveRing(name: string, state: RingState): void {
    this.rings.set(name, state);
  }

  ring(name: string): RingState | undefined {
    return this.rings.get(name);
  }

  close(): void {
    this.closed = true;
  }
}
