/**
 * What lies inside of an argument: `arg.user.id`, `return.length`, `exception.code`.
 *
 * @module
 */
import { ContainerKind as Container } from "../proto/value_tags.ts";
import type { Define } from "./argument.ts";
import { valueTest } from "./compare.ts";
import { Kind } from "./kinds.ts";
import { holdsLiteral, isPlain } from "./prefilter.ts";
import { type Answer, findInShown, type Found } from "./shown.ts";
import { all, any, type Condition, type Sql, sql, type SqlValue } from "./sql.ts";
import type { Comparison } from "./tree.ts";
import { Shape, WireReader, type WireValue } from "./wire.ts";

/** The enum `Constant`, as its values are shown. */
const CONSTANTS: readonly Found[] = [
  { value: "undefined", type: "undefined" },
  { value: "null", type: "null" },
  { value: "true", type: "boolean" },
  { value: "false", type: "boolean" },
  { value: "[redacted]", type: "redacted" },
  { value: "<hole>", type: "hole" },
  { value: "<getter>", type: "accessor" },
  { value: "<unseen>", type: "unseen" },
];

/** Keys that are answered from what a value is, not from its properties: they stand in no text. */
const DERIVED: ReadonlySet<string> = new Set(["length", "size", "byteLength", "name", "message"]);

const CONTROL = /[\p{Cc}"\\\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const SHORT: Readonly<Record<string, string>> = { "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r" };

/** What does not belong into a line of text, as the column `args` has it. `quoted`: quotes and backslashes too. */
function escaped(text: string, quoted: boolean): string {
  return text.replace(CONTROL, (character) => {
    if (character === '"' || character === "\\") return quoted ? `\\${character}` : character;
    if (character in SHORT) return `\\${SHORT[character]}`;
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u{${code}}`;
  });
}

function cut(value: WireValue): string {
  const whole = value.shape === Shape.CONTAINER ? value.textSize : value.size;
  return whole > value.text.length ? `…+${whole - value.text.length}` : "";
}

/** A value that is no container, or one that is shown as a text, as the column `args` would have it. */
export function shown(value: WireValue): Found {
  switch (value.shape) {
    case Shape.INT:
    case Shape.DOUBLE:
      return { value: Object.is(value.number, -0) ? "-0" : String(value.number), type: "number" };
    case Shape.CONSTANT:
      return CONSTANTS[value.number] ?? { value: null, type: "unknown" };
    case Shape.STRING:
      return { value: `"${escaped(value.text, true)}"${cut(value)}`, type: "string" };
    case Shape.BIGINT:
      return { value: `${value.text === "" ? "<long>" : escaped(value.text, false)}${cut(value)}n`, type: "bigint" };
    case Shape.SYMBOL:
      return { value: `Symbol(${escaped(value.text, false)}${cut(value)})`, type: "symbol" };
    case Shape.FUNCTION:
    case Shape.CLASS:
      return {
        value: value.text === "" ? "<anonymous>" : escaped(value.text, false),
        type: value.shape === Shape.CLASS ? "class" : "function",
      };
    case Shape.CONTAINER:
      if (value.number !== Container.DATE && value.number !== Container.REGEXP) {
        return { value: null, type: value.type };
      }
      return { value: escaped(value.text, false) + cut(value), type: value.type };
    default:
      return { value: null, type: "unknown" };
  }
}

function number(value: number): Found {
  return { value: String(value), type: "number" };
}

function string(text: string): Found {
  return { value: `"${escaped(text, true)}"`, type: "string" };
}

/** What a key gives that is no property: the length of a string, the size of a map, the message of an error. */
function derived(value: WireValue, key: string): Found | undefined {
  const { shape, size } = value;
  if (shape === Shape.STRING && key === "length") return number(Math.max(size, value.text.length));
  if ((shape === Shape.FUNCTION || shape === Shape.CLASS) && key === "name") return string(value.text);
  if (shape !== Shape.CONTAINER) return undefined;
  const count = value.items.length;
  switch (value.number) {
    case Container.ARRAY:
      return key === "length" ? number(Math.max(size, count)) : undefined;
    case Container.BYTES:
      return key === "length" || key === "byteLength" ? number(Math.max(size, count)) : undefined;
    case Container.MAP:
      return key === "size" ? number(Math.max(size, count >> 1)) : undefined;
    case Container.SET:
      return key === "size" ? number(Math.max(size, count)) : undefined;
    case Container.ERROR:
      if (key === "message") return string(value.text);
      return key === "name" ? string(value.type === "" ? "Error" : value.type) : undefined;
    default:
      return undefined;
  }
}

/** Which of its items a key of a container means; -1 for none. */
function itemOf(wire: WireReader, value: WireValue, key: string): number {
  if (value.number === Container.ARRAY || value.number === Container.BYTES || value.number === Container.SET) {
    return /^(0|[1-9]\d{0,8})$/.test(key) && Number(key) < value.items.length ? Number(key) : -1;
  }
  if (value.number !== Container.MAP) return value.keys.indexOf(key);
  for (let index = 0; index + 1 < value.items.length; index += 2) {
    const entry = wire.read(value.items[index]);
    const name = entry.shape === Shape.STRING ? entry.text : shown(entry).value;
    if (name === key) return index + 1;
  }
  return -1;
}

/** Goes along the path from the value that begins at `start`; undefined where it leads nowhere. */
function follow(wire: WireReader, start: number, path: readonly string[]): Found | undefined {
  let value = resolve(wire, wire.read(start));
  for (const [index, key] of path.entries()) {
    const item = value.shape === Shape.CONTAINER ? itemOf(wire, value, key) : -1;
    if (item < 0) return index === path.length - 1 ? derived(value, key) : undefined;
    // Only a damaged value has a key without an item.
    if (value.items[item] === undefined) return undefined;
    value = resolve(wire, wire.read(value.items[item]));
  }
  return shown(value);
}

/** What a reference means, or the value itself. */
export function resolve(wire: WireReader, value: WireValue): WireValue {
  if (value.shape !== Shape.REFERENCE) return value;
  const start = wire.findContainer(value.number);
  return start < 0 ? value : wire.read(start);
}

/** Where an argument's value begins in `data`; -1 where it has none there. `at`: where its name begins in `args`. */
function findValue(wire: WireReader, args: string, at: number, kind: number): number {
  let index = 0;
  for (let from = args.indexOf("\x1e", 1); from <= at && from > 0; from = args.indexOf("\x1e", from + 1)) index++;
  // The name of an event is an argument without a value of its own.
  if (kind === Kind.LOG && at > 0 && args.startsWith("\x1eevent\x1f")) index--;
  return wire.find(index);
}

/** The argument of a name: where its name begins in `args`, and how it is shown. */
function findArgument(args: string, argument: string): { at: number; value: string; type: string } | undefined {
  const mark = `\x1e${argument}\x1f`;
  const at = args.indexOf(mark);
  if (at < 0) return undefined;
  const valueEnd = args.indexOf("\x1f", at + mark.length);
  const value = args.slice(at + mark.length, valueEnd);
  return { at, value, type: args.slice(valueEnd + 1, args.indexOf("\x1e", valueEnd)) };
}

/** What the text tells of a path in the arguments of a trace. */
function askText(args: string, argument: string, path: readonly string[]): Answer {
  const found = findArgument(args, argument);
  if (found === undefined) return "missing";
  return path.length === 0 ? found : findInShown(found.value, found.type, path);
}

/** What the bytes tell. Null: no argument has anything inside. */
function askBytes(
  args: string,
  data: Uint8Array | null,
  kind: number,
  argument: string,
  path: readonly string[],
): Found | undefined {
  const found = findArgument(args, argument);
  if (found === undefined) return undefined;
  if (data === null) {
    const { value, type } = found;
    const isNamed = (type === "function" || type === "class") && path.length === 1 && path[0] === "name";
    return isNamed ? string(value === "<anonymous>" ? "" : value) : undefined;
  }
  const wire = new WireReader(data);
  const start = findValue(wire, args, found.at, kind);
  return start < 0 ? undefined : follow(wire, start, path);
}

/**
 * What lies at a path in the arguments of a trace; undefined where there is nothing.
 *
 * @param args the column of that name; @param data too, null where no argument has anything inside.
 */
export function findPath(
  args: string,
  data: Uint8Array | null,
  kind: number,
  argument: string,
  path: readonly string[],
): Found | undefined {
  const answer = askText(args, argument, path);
  if (answer === "undecided") return askBytes(args, data, kind, argument, path);
  return answer === "missing" ? undefined : answer;
}

/** The keys of what lies at a path: those of an object or a map, and what is known of every such value. */
export function keysAt(
  args: string,
  data: Uint8Array,
  kind: number,
  argument: string,
  path: readonly string[],
): string[] {
  const at = args.indexOf(`\x1e${argument}\x1f`);
  const wire = new WireReader(data);
  const start = at < 0 ? -1 : findValue(wire, args, at, kind);
  if (start < 0) return [];
  let value = resolve(wire, wire.read(start));
  for (const key of path) {
    const item = value.shape === Shape.CONTAINER ? value.items[itemOf(wire, value, key)] : undefined;
    if (item === undefined) return [];
    value = resolve(wire, wire.read(item));
  }
  const keys = value.shape === Shape.CONTAINER && value.number === Container.MAP
    ? value.items.filter((_, index) => index % 2 === 0).map((item) => wire.read(item).text).filter((text) =>
      text !== ""
    )
    : value.keys;
  return [...keys, ...[...DERIVED].filter((key) => derived(value, key) !== undefined)];
}

/** What the function answers that sees the text alone, where that says too little. */
const UNDECIDED = 2;

/** What `args` as text must hold where the comparison is true. */
function needed(comparison: Comparison, argument: string, path: readonly string[]): Sql[] {
  const parts: Sql[] = [];
  if (argument !== "" && isPlain(argument)) parts.push(sql("instr(args, ?)", `\x1e${argument}\x1f`));
  const last = path.at(-1);
  if (last !== undefined && DERIVED.has(last)) return parts;
  const { operator, operands } = comparison;
  if ((operator === "==" || operator === "in") && operands.length <= 3) {
    const alternatives = operands.map(holdsLiteral);
    if (alternatives.every((part) => part !== undefined)) parts.unshift(any(alternatives));
  }
  return parts;
}

/** That a comparison of what lies inside of an argument is true. */
export function pathFits(
  comparison: Comparison,
  argument: string,
  path: readonly string[],
  define: Define,
): Condition {
  const test = valueTest(comparison);
  const fits = (found: Found | undefined): boolean => found !== undefined && test(found.value, found.type);
  const text = define((args: SqlValue) => {
    if (typeof args !== "string") return false;
    const answer = askText(args, argument, path);
    if (answer === "undecided") return UNDECIDED;
    return answer !== "missing" && fits(answer);
  });
  const bytes = define((args: SqlValue, data: SqlValue, kind: SqlValue) => {
    if (typeof args !== "string") return false;
    return fits(askBytes(args, data instanceof Uint8Array ? data : null, Number(kind), argument, path));
  });
  const asked = sql(`CASE ${text}(args) WHEN 1 THEN 1 WHEN ${UNDECIDED} THEN ${bytes}(args, data, kind) ELSE 0 END`);
  const condition = all([...needed(comparison, argument, path), asked]);
  return () => condition;
}
