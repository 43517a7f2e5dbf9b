/** The columns of a trace that whoever goes over traces begins with; `function` may be null, as `call` and `parent`. */
export const TRACE_COLUMNS = ["id", "at", "thread", "kind", "function", "call", "parent", "depth"] as const;

/** Takes `TRACE_COLUMNS` of a row, and what was selected behind them. */
export type TraceVisitor<Further extends unknown[]> = (
  ...columns: [
    ...[id: number, at: number, thread: number, kind: number],
    ...[func: number | null, call: number | null, parent: number | null, depth: number],
    ...Further,
  ]
) => void;
