import { ArgumentScanner, parseArguments } from "../filter/arguments.ts";
import { scalarToJson, structureToJson } from "./json_value.ts";

/** Types that are shown as they are; all others may have a structure. */
const SCALARS: ReadonlySet<string> = new Set([
  ...["number", "string", "boolean", "null", "undefined"],
  ...["bigint", "symbol", "function", "class"],
]);

/** Names of arguments as JSON: there are few of them. */
const keys = new Map<string, string>();
const MAX_KEYS = 4096;

/**
 * Arguments as a JSON object by name; `{}` where there are none. A name that comes twice gets its place behind it.
 *
 * @param first the first argument that has a value in `data`: of an event, the name has none.
 */
export function argumentsToJson(args: string | null, data: Uint8Array | null, first: 0 | 1 = 0): string {
  if (args === null) return "{}";
  const found = new ArgumentScanner(args);
  let text = "";
  for (let i = 0; found.next(); i++) {
    const { name } = found;
    let key = keys.get(name);
    if (key === undefined) {
      key = `${JSON.stringify(name)}:`;
      if (keys.size < MAX_KEYS) keys.set(name, key);
    }
    // The same key can only stand at the beginning or behind a comma; what looks like it in a text does no harm.
    if (i > 0 && text.includes(key) && isRepeated(args, name, i)) key = `${JSON.stringify(`${name} ${i}`)}:`;
    text += i > 0 ? `,${key}` : key;
    text += valueToJson(found.value, found.type, data, i - first);
  }
  return `{${text}}`;
}

/** Whether an argument before number `index` has the same name. */
function isRepeated(args: string, name: string, index: number): boolean {
  return parseArguments(args).slice(0, index).some((argument) => argument.name === name);
}

/** The only value of a trace, such as what it returned, as JSON; undefined where it has none. */
export function resultToJson(args: string | null, data: Uint8Array | null): string | undefined {
  if (args === null) return undefined;
  const found = new ArgumentScanner(args);
  return found.next() ? valueToJson(found.value, found.type, data, 0) : undefined;
}

function valueToJson(value: string, type: string, data: Uint8Array | null, index: number): string {
  const structure = data === null || index < 0 || SCALARS.has(type) ? undefined : structureToJson(data, index);
  return structure ?? scalarToJson(value, type);
}
