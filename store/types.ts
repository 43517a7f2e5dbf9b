/** One row of the table `traces`. */
export interface TraceRow {
  id: number;
  /** Nanoseconds since the first recording of the database began. */
  at: number;
  /** `threads.id`. */
  thread: number;
  /** `Kind` of proto/trace.proto. */
  kind: number;
  /** `functions.id`; null where the function is not known. */
  function: number | null;
  /** Id of the CALL row that it belongs to; a CALL row: its own id; null where that row was lost. */
  call: number | null;
  /** CALL rows: id of the parent's CALL row. */
  parent: number | null;
  /** 0 for a call without parent. */
  depth: number;
  /** CALL rows: id of the RETURN or EXCEPTION row; null while the call is unfinished. */
  leave: number | null;
  /** RETURN and EXCEPTION rows: nanoseconds since the call began. */
  duration: number | null;
  /** Each argument as NAME \x1f VALUE \x1f TYPE \x1e, with a leading \x1e; null where there are none. */
  args: string | null;
  /** Protobuf `Values`, only where an argument has a structure or was cut. */
  data: Uint8Array | null;
  /** OVERFLOW rows: how many records were lost. */
  lost: number | null;
}

/** A process that takes part in the newest recording. */
export interface ProcessRow {
  pid: number;
  parentPid: number;
  /** Name and version, such as `node 24.21.0`. */
  runtime: string;
  command: string;
  /** How its records reach the dumper, and why so: `shared`, or `worker: …`. */
  transport?: string;
  /** What a record costs it, as it measured when it began, ns. */
  recordNs?: number;
}

/** How far a ring that outlives its dumper was stored. */
export interface RingState {
  /** `threads.id` and `processes.id` of its writer. */
  thread: number;
  process: number;
  /** Records that are stored, or counted as lost. */
  records: number;
  /** The calls that had not ended, as the dumper has them. */
  open: Uint8Array;
}

/** A function of a module. */
export interface FunctionRow {
  name: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** `function`, `arrow`, `method`, … */
  kind: string;
  /** Names of its parameters. */
  params: readonly string[];
}

/** What is to be added to the counters of a function's calls from one caller. Times in ns. */
export interface CounterRow {
  /** `processes.id`. */
  process: number;
  /** `functions.id`; of the caller, 0 where there is none. */
  function: number;
  caller: number;
  calls: number;
  returns: number;
  exceptions: number;
  beginsLost: number;
  endsLost: number;
  duration: number;
  running: number;
  self: number;
  waiting: number;
  /** Records that ended a stretch of `self`, and of `running`. */
  ownRecords: number;
  runningRecords: number;
  /** Null where no call ended. */
  shortest: number | null;
  longest: number | null;
}

/** What a thread did not record of a function's calls, since the thread began. Times in ns. */
export interface HeldRow {
  /** `threads.id`. */
  thread: number;
  /** The function's number in the thread; -1 for functions that could not be told apart. */
  number: number;
  /** `functions.id`; 0 for such functions. */
  function: number;
  /** Calls of which nothing else is known. */
  muted: number;
  /** Calls that were measured, and how many of them threw. */
  calls: number;
  exceptions: number;
  duration: number;
  /** Without calls inside other calls of the function. */
  running: number;
  shortest: number;
  longest: number;
  /** How many of `calls` have a trace of their end. */
  kept: number;
}

/** What is to be added to the histogram of a function's durations. */
export interface DurationsRow {
  process: number;
  function: number;
  /** About how long (ns), and how many calls took so long. */
  durations: readonly (readonly [ns: number, count: number])[];
}

/** Adds to a database; several processes may do so at once. */
export interface StoreWriter {
  /** When the first recording began: milliseconds since 1970, with a fraction. `TraceRow.at` counts from here. */
  readonly startedMs: number;
  /** The monotonic clock (ns) of the machine at that moment; NaN where it is not known. */
  readonly startedNs: number;
  /** Adds a process to the recording, unless it is there already; its id. */
  addProcess(process: ProcessRow): number;
  /** Adds a thread; `process` is what `addProcess` gave. Its id. */
  addThread(process: number, tid: number, name: string): number;
  /** Notes how many records of a thread may have less of values than was asked for, and how much less that is now. */
  noteShallow(thread: number, records: number, detail: number): void;
  /** Adds the functions of a module; ids in the same order, those that are there already are reused. */
  addFunctions(module: string, functions: readonly FunctionRow[]): number[];
  /**
   * Runs `body` in one transaction that no other writer can enter. `nextId` is the id that the first
   * new trace must have; the ones after it follow without a gap. All is undone when `body` throws.
   */
  transaction<T>(body: (nextId: number) => T): T;
  /** Inserts traces; only inside `transaction`, ids ascending from its `nextId`. */
  insert(rows: readonly TraceRow[]): void;
  /** Adds to what was counted by this writer and by others; only inside `transaction`. */
  addStatistics(rows: { counters: readonly CounterRow[]; durations: readonly DurationsRow[] }): void;
  /** Notes what threads of a process held back, and adds it to the counters; only inside `transaction`. */
  holdBack(process: number, rows: readonly HeldRow[]): void;
  /** So many records more (or less) were left out, as users chose others; only inside `transaction`. */
  leaveOut(count: number): void;
  /** Notes the RETURN or EXCEPTION row of a CALL row that was inserted by an earlier `insert`. */
  setLeave(callRow: number, leaveRow: number): void;
  /** Whether the transaction that is open has become so large that it should end. */
  readonly isCrowded: boolean;
  /**
   * Deletes the oldest traces so that the newest `maxTraces` stay, and up to a 64th more where that keeps calls whole;
   * or fewer where the database would take more than it may. 0 sets no limit.
   */
  truncate(maxTraces: number): void;
  /** Notes how far the ring of this name is stored; inside the transaction that stores it. */
  saveRing(name: string, state: RingState): void;
  /** How far the ring of this name was stored; undefined where nothing of it was. */
  ring(name: string): RingState | undefined;
  close(): void;
}

/** A row of the table `recordings`. */
export interface Recording {
  id: number;
  /** When it began: milliseconds since 1970, with a fraction. */
  startedMs: number;
  command: string;
  cwd: string;
  /** Null while it runs, or where its end was not seen. */
  endedMs: number | null;
  status: string | null;
  /** How many traces it lost because the dumper fell behind. */
  lost: number;
}

/** A trace with what its ids stand for. Text may hold anything: escape it before it is shown. */
export interface Trace {
  id: number;
  /** Nanoseconds since `StoreReader.startedMs`. */
  at: number;
  kind: number;
  call: number | null;
  parent: number | null;
  depth: number;
  leave: number | null;
  /** Nanoseconds. */
  duration: number | null;
  /** As `TraceRow.args`. */
  args: string | null;
  lost: number | null;
  /** `threads.id`, which tells apart threads of the same `pid/tid` too. */
  thread: number;
  pid: number;
  tid: number;
  /** Whether its function runs from call to return without a break: no generator, async function or module. */
  isSync: boolean;
  /** Absolute path or URL; null where the function is not known. */
  module: string | null;
  func: string | null;
  line: number | null;
  /** Working directory of the recording that it belongs to. */
  cwd: string;
}

/** What SQL takes and gives. */
export type SqlValue = string | number | Uint8Array | null;

/** A condition in SQL with a `?` for each of its parameters. */
export interface Condition {
  text: string;
  parameters: readonly SqlValue[];
}

/**
 * Is given the columns of a row, sixteen at most. What it returns does not matter. Without objects for rows, millions
 * of them are gone over in the time that SQLite needs.
 */
export type Visit = (...columns: never[]) => unknown;

/** Reads a database, also while it is written. Every method throws a `TstraceError` where the database is damaged. */
export interface StoreReader {
  readonly path: string;
  /** When the first recording began: milliseconds since 1970, with a fraction. */
  readonly startedMs: number;
  /** All recordings, oldest first. */
  recordings(): Recording[];
  /** Paths of the modules, at most `limit` of them. */
  modules(limit: number): string[];
  /** `pid/tid` pairs, at most `limit` of them. */
  threads(limit: number): { pid: number; tid: number }[];
  /** Id of the oldest trace that is kept; 0 where there is none. */
  first(): number;
  /** Id of the newest trace; 0 where there is none. */
  last(): number;
  /** How many traces are kept. */
  count(): number;
  /** How many traces were lost because a dumper fell behind. */
  lost(): number;
  /** At most `n` traces from id `id` on, in order. */
  from(id: number, n: number): Trace[];
  /** The at most `n` traces before id `id`, in order. */
  before(id: number, n: number): Trace[];
  /** The protobuf `Values` of a trace, null where it has none. */
  data(id: number): Uint8Array | null;
  /** The traces that fulfil a condition on a row of `traces`, at most `limit` of them. */
  select(condition: Condition, stretch: { from: number; to: number; limit: number; reverse: boolean }): Trace[];
  /** How many traces with an id from `from` to before `to` fulfil a condition on a row of `traces`. */
  countWhere(condition: Condition, from: number, to: number): number;
  /** The rows of a query. */
  query(text: string, parameters: readonly SqlValue[]): Record<string, unknown>[];
  /** Makes a function known to SQL under the name that is returned. What it throws ends the query. */
  define(body: (...parameters: SqlValue[]) => boolean | number): string;
  /**
   * Hands each row of `SELECT <columns> <rest>` to `body`, in the order in which SQLite comes upon them, and returns
   * how many there were. For the order of ids, `rest` begins with `FROM traces NOT INDEXED`. What `body` throws ends it.
   */
  visit(columns: string, rest: string, parameters: readonly SqlValue[], body: Visit): number;
  /** Whether somebody may still be recording: the newest recording has no end, and its process is alive. */
  isRecording(): boolean;
  close(): void;
}
