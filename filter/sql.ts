import type { Condition as Sql, SqlValue } from "../store/mod.ts";

export type { Sql, SqlValue };

/** A condition that is made anew for each query: what it depends on may have grown. */
export type Condition = () => Sql;

/** A condition that is never true. */
export const NEVER: Sql = { text: "0", parameters: [] };

/** A condition of this text and these parameters. */
export function sql(text: string, ...parameters: SqlValue[]): Sql {
  return { text, parameters };
}

/**
 * As a balanced tree: SQLite refuses expressions more than 1000 deep, and reads a chain of operators as deep as it
 * is long.
 */
function join(parts: readonly Sql[], operator: "AND" | "OR", from: number, to: number): string {
  if (to - from === 1) return parts[from].text;
  const middle = (from + to) >> 1;
  return `(${join(parts, operator, from, middle)} ${operator} ${join(parts, operator, middle, to)})`;
}

function joined(parts: readonly Sql[], operator: "AND" | "OR"): Sql {
  const parameters: SqlValue[] = [];
  for (const part of parts) for (const parameter of part.parameters) parameters.push(parameter);
  return { text: join(parts, operator, 0, parts.length), parameters };
}

/** All of these, at least one. */
export function all(parts: readonly Sql[]): Sql {
  return parts.includes(NEVER) ? NEVER : joined(parts, "AND");
}

/** Any of these. */
export function any(parts: readonly Sql[]): Sql {
  const possible = parts.filter((part) => part !== NEVER);
  return possible.length === 0 ? NEVER : joined(possible, "OR");
}

/** More ids than this go as a parameter. */
const MAX_LISTED = 400;
/** So few stretches of ids are compared one by one, which is faster than a list. */
const MAX_RANGES = 3;

/** That a column holds one of these ids, which ascend. */
export function oneOf(column: "function" | "thread" | "kind", ids: readonly number[]): Sql {
  if (ids.length === 0) return NEVER;
  const ranges: [number, number][] = [];
  for (const id of ids) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === id - 1) last[1] = id;
    else ranges.push([id, id]);
  }
  if (ranges.length <= MAX_RANGES) {
    return any(
      ranges.map(([from, to]) => from === to ? sql(`${column} = ?`, from) : sql(`${column} BETWEEN ? AND ?`, from, to)),
    );
  }
  if (ids.length <= MAX_LISTED) return sql(`${column} IN (${ids.join(", ")})`);
  return sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(ids));
}
