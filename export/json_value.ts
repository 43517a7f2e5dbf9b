/**
 * Recorded values as JSON.
 *
 * @module
 */
import { Shape, WireReader, type WireValue } from "../filter/wire.ts";
import { ContainerKind as Container } from "../proto/value_tags.ts";

/** `Constant` of proto/trace.proto. */
const CONSTANTS = ["null", "null", "true", "false", '"[redacted]"', "null", '"<getter>"', '"<unseen>"'];
const MAX_DEPTH = 64;

const NUMBER = /^-?\d/;
/** A string that is shown as JSON has it. */
// deno-lint-ignore no-control-regex
const PLAIN = /^"[^"\\\x00-\x1f\ud800-\udfff]*"$/;

/** A value without a structure, from how it is shown and its type. */
export function scalarToJson(value: string, type: string): string {
  switch (type) {
    case "number":
      return NUMBER.test(value) ? value : JSON.stringify(value);
    case "boolean":
    case "null":
      return value;
    case "undefined":
      return "null";
    case "string":
      return PLAIN.test(value) ? value : JSON.stringify(unquote(value));
    default:
      return JSON.stringify(value);
  }
}

const ESCAPE = /\\(?:u\{([\da-f]+)\}|x([\da-f]{2})|(.))/gs;
const SHORT: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };

/** The string that is shown in quotes; what was cut off is still told behind it. */
function unquote(shown: string): string {
  const end = shown.lastIndexOf('"');
  const inner = shown.slice(1, end);
  const rest = shown.slice(end + 1);
  if (!inner.includes("\\")) return inner + rest;
  return inner.replace(
    ESCAPE,
    (_, point, code, letter) =>
      letter === undefined ? String.fromCodePoint(parseInt(point ?? code, 16)) : SHORT[letter] ?? letter,
  ) + rest;
}

/**
 * Value number `index` of a message `Values`; undefined where it is not there. `undefined`, holes and cycles become
 * null or text; maps become lists of pairs; what has a class has it as `"$type"`; what was cut, as `"$cut"`.
 */
export function structureToJson(data: Uint8Array, index: number): string | undefined {
  const reader = new WireReader(data);
  const start = reader.find(index);
  return start < 0 ? undefined : toJson(reader, reader.read(start), 0);
}

function toJson(reader: WireReader, value: WireValue, depth: number): string {
  switch (value.shape) {
    case Shape.INT:
    case Shape.DOUBLE:
      return Number.isFinite(value.number) && !Object.is(value.number, -0)
        ? String(value.number)
        : `"${special(value.number)}"`;
    case Shape.STRING: {
      const cut = value.size > value.text.length ? `…+${value.size - value.text.length}` : "";
      return JSON.stringify(value.text + cut);
    }
    case Shape.CONSTANT:
      return CONSTANTS[value.number] ?? "null";
    case Shape.BIGINT:
      return JSON.stringify(`${value.text}n`);
    case Shape.SYMBOL:
      return JSON.stringify(`Symbol(${value.text})`);
    case Shape.FUNCTION:
      return JSON.stringify(`function ${value.text}`);
    case Shape.CLASS:
      return JSON.stringify(`class ${value.text}`);
    case Shape.REFERENCE:
      return `"<ref #${value.number}>"`;
    case Shape.CONTAINER:
      return depth >= MAX_DEPTH ? "null" : container(reader, value, depth + 1);
    default:
      return "null";
  }
}

function special(number: number): string {
  return Object.is(number, -0) ? "-0" : String(number);
}

function container(reader: WireReader, value: WireValue, depth: number): string {
  const { number, type, text, items, keys, size } = value;
  const item = (start: number): string => toJson(reader, reader.read(start), depth);
  const shown = number === Container.MAP ? items.length / 2 : items.length;
  const cut = Math.max(0, size - shown);
  switch (number) {
    case Container.ARRAY:
    case Container.SET:
    case Container.BYTES:
      return `[${[...items.map(item), ...(cut > 0 ? [`"…+${cut}"`] : [])].join(",")}]`;
    case Container.MAP: {
      const pairs = Array.from(
        { length: Math.floor(shown) },
        (_, i) => `[${item(items[2 * i])},${item(items[2 * i + 1])}]`,
      );
      return `[${[...pairs, ...(cut > 0 ? [`"…+${cut}"`] : [])].join(",")}]`;
    }
    case Container.DATE:
    case Container.REGEXP:
      return JSON.stringify(text);
    case Container.OPAQUE:
      return JSON.stringify(type === "" ? "Object" : type);
    default: {
      const fields = type === "" || type === "null" ? [] : [`"$type":${JSON.stringify(type)}`];
      if (number === Container.ERROR) fields.push(`"$message":${JSON.stringify(text)}`);
      items.forEach((start, i) => fields.push(`${JSON.stringify(keys[i] ?? String(i))}:${item(start)}`));
      if (cut > 0 && number === Container.OBJECT) fields.push(`"$cut":${cut}`);
      return `{${fields.join(",")}}`;
    }
  }
}
