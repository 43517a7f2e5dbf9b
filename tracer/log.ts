/** Where the tracer leaves what writes an event, for as long as this thread is traced. */
const RECORD_EVENT: unique symbol = Symbol.for("tstrace.event");

type Recorder = (values: readonly unknown[]) => void;

/** Has the events of this thread written by `record`. */
export function offerEvents(record: Recorder): void {
  Object.defineProperty(globalThis, RECORD_EVENT, { value: record });
}

/**
 * Records an event in its place among the calls: a row of its own, `log`, below the call that runs. Values are recorded
 * as arguments are. Does nothing where the program is not traced.
 *
 * @example
 * ```ts
 * log("order", { id: 5 }); // found by: kind == 'log' and arg.value.id == 5
 * ```
 */
export function log(name: string, ...values: unknown[]): void {
  const record = (globalThis as { [RECORD_EVENT]?: Recorder })[RECORD_EVENT];
  if (record !== undefined) record([name, ...values]);
}

/** Records that the program came by here: `log` with a name alone. */
export function mark(name: string): void {
  log(name);
}
