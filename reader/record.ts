import { shownModule } from "../filter/module.ts";
import type { Trace } from "../store/mod.ts";
import { parseArguments } from "./arguments.ts";
import type { Clock } from "./clock.ts";
import { Kind, KIND_NAMES } from "./kinds.ts";
import { visible } from "./visible.ts";

/** The columns that traces are printed in, in their order. */
export const COLUMN_NAMES = [
  "id",
  "kind",
  "time",
  "at",
  "pid",
  "tid",
  "depth",
  "module",
  "func",
  "line",
  "call",
  "parent",
  "args",
  "duration",
  "lost",
] as const;

/** The name of a column. */
export type ColumnName = typeof COLUMN_NAMES[number];

/** A value of a column: for JSON as it is. */
type Cell = number | string | null | undefined | { name: string; type: string; value: string }[];

/** The function that gives a trace's value in a column; undefined where such a trace has none there. */
export function readColumn(name: ColumnName, clock: Clock): (trace: Trace) => Cell {
  switch (name) {
    case "kind":
      return (trace) => KIND_NAMES[trace.kind] ?? `kind ${trace.kind}`;
    case "time":
      return (trace) => clock.iso(trace.at);
    case "module":
      return (trace) => trace.module === null ? null : shownModule(trace.module, trace.cwd);
    case "func":
      return (trace) => trace.func === null ? null : visible(trace.func);
    case "args":
      return (trace) =>
        parseArguments(trace.args).map(({ name, type, value }) => ({
          name: visible(name),
          type: visible(type),
          value: visible(value),
        }));
    case "duration":
      return (trace) => trace.duration ?? undefined;
    case "lost":
      return (trace) => trace.kind === Kind.OVERFLOW ? trace.lost ?? 0 : undefined;
    default:
      return (trace) => trace[name];
  }
}

/** A value of a column as text; nothing where there is none. */
export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "object") return String(cell);
  return cell.map(({ name, value }) => `${name} = ${value}`).join(", ");
}

/** A field of a line of CSV (RFC 4180). */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
