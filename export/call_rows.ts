import { eachStep, noOmissions, type Omissions, TRACE_COLUMNS, type TraceVisitor } from "../analysis/mod.ts";
import { Kind } from "../filter/kinds.ts";
import { createWallClock } from "./wall_clock.ts";
import type { ExportSource } from "./format.ts";

/** What is exported as a row: a call with what came of it, an event of `log` or `mark`, or a place where traces were lost. */
export interface CallRow {
  id: number;
  kind: "call" | "log" | "lost";
  /** ns since the first recording began. */
  at: number;
  thread: number;
  function: number;
  parent: number | null;
  depth: number;
  /** As `TraceRow.args` and `TraceRow.data`. */
  args: string | null;
  data: Uint8Array | null;
  /** ns; null where it has no end. */
  duration: number | null;
  threw: boolean;
  endArgs: string | null;
  endData: Uint8Array | null;
  /** `lost`: how many. */
  lost: number | null;
}

const COLUMNS = [
  ...[...TRACE_COLUMNS, "args", "lost"].map((column) => `called.${column}`),
  ...["kind", "duration", "args"].map((column) => `ended.${column}`),
].join(", ");
type Further = [
  ...[args: string | null, lost: number | null],
  ...[endKind: number | null, duration: number | null, endArgs: string | null],
];

/** The one row object is used again for the next row. */
function emptyRow(): CallRow {
  return {
    ...{ id: 0, kind: "call", at: 0, thread: 0, function: 0, parent: null, depth: 0 } as const,
    ...{ args: null, data: null, duration: null, threw: false, endArgs: null, endData: null, lost: null },
  };
}

/** Goes over the rows. `data`: whether structured values are wanted as bytes too. */
export function eachCall(source: ExportSource, data: boolean, body: (row: CallRow) => void): Omissions {
  const { reader, range, chosen, progress } = source;
  const omissions = noOmissions(reader, range);
  const row = emptyRow();
  const visit: TraceVisitor<[...Further, data?: Uint8Array | null, endData?: Uint8Array | null]> = (
    id,
    at,
    thread,
    kind,
    func,
    call,
    parent,
    depth,
    args,
    lost,
    endKind,
    duration,
    endArgs,
    bytes,
    endBytes,
  ) => {
    if (kind === Kind.OVERFLOW) {
      omissions.gaps++;
      omissions.lost += lost ?? 0;
    } else if (chosen !== undefined && (call === null || !chosen.has(call))) return;
    if (kind === Kind.CALL && endKind === null) omissions.unfinished++;
    row.id = id;
    row.kind = kind === Kind.CALL ? "call" : kind === Kind.LOG ? "log" : "lost";
    row.at = at;
    row.thread = thread;
    row.function = func ?? 0;
    row.parent = kind === Kind.LOG ? call : parent;
    row.depth = depth;
    row.args = args;
    row.data = bytes ?? null;
    row.duration = duration;
    row.threw = endKind === Kind.EXCEPTION;
    row.endArgs = endArgs;
    row.endData = endBytes ?? null;
    row.lost = lost;
    body(row);
  };
  eachStep(range, (from, to) => {
    reader.visit(
      data ? `${COLUMNS}, called.data, ended.data` : COLUMNS,
      `FROM traces AS called NOT INDEXED LEFT JOIN traces AS ended ON ended.id = called.leave
       WHERE called.id >= ? AND called.id < ? AND called.kind IN (0, 3, 4)`,
      [from, to],
      visit,
    );
  }, progress);
  return omissions;
}

/** Turns `at` into text and numbers for a source. */
export function clockOf({ reader }: ExportSource): ReturnType<typeof createWallClock> {
  return createWallClock(reader.startedMs);
}
