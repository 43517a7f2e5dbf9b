import { parseArguments } from "../filter/arguments.ts";
import { scalarToJson, structureToJson } from "./json_value.ts";

/** Types that are shown as they are; all others may have a structure. */
const SCALARS: ReadonlySet<string> = new Set([
  ...["number", "string", "boolean", "null", "undefined"],
  ...["bigint", "symbol", "function", "class"],
]);

/**
 * Arguments as a JSON object by name; `{}` where there are none. A name that comes twice gets its place behind it.
 *
 * @param first the first argument that has a value in `data`: of an event, the name has none.
 */
export function argumentsToJson(args: string | null, data: Uint8Array | null, first: 0 | 1 = 0): string {
  if (args === null) return "{}";
  const list = parseArguments(args);
  let text = "";
  for (let i = 0; i < list.length; i++) {
    const { name, value, type } = list[i];
    let key = name;
    for (let before = 0; before < i; before++) if (list[before].name === name) key = `${name} ${i}`;
    text += `${i > 0 ? "," : ""}${JSON.stringify(key)}:${valueToJson(value, type, data, i - first)}`;
  }
  return `{${text}}`;
}

/** The only value of a trace, such as what it returned, as JSON; undefined where it has none. */
export function resultToJson(args: string | null, data: Uint8Array | null): string | undefined {
  const [result] = parseArguments(args);
  return result === undefined ? undefined : valueToJson(result.value, result.type, data, 0);
}

function valueToJson(value: string, type: string, data: Uint8Array | null, index: number): string {
  const structure = data === null || index < 0 || SCALARS.has(type) ? undefined : structureToJson(data, index);
  return structure ?? scalarToJson(value, type);
}
