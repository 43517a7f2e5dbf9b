import { shown } from "../filter/path.ts";
import { Shape, WireReader, type WireValue } from "../filter/wire.ts";
import { ContainerKind as Container } from "../proto/value_tags.ts";
import type { Trace } from "../store/mod.ts";
import { parseArguments } from "./arguments.ts";
import { Kind } from "./kinds.ts";

/** A value with what is in it. */
export interface ValueNode {
  /** Its argument's name, its key or its index. */
  name: string;
  /** Its type; "" where the text says it. */
  type: string;
  /** How it is shown in one line: a scalar as a whole, a container by its size. */
  text: string;
  /** How many there are in it, as far as they were recorded. */
  size: number;
  /** What is in it; made when it is asked for. */
  children(): ValueNode[];
  /** What was not recorded of it: "3 more". */
  missing: string;
  /** A text as a whole where `text` shows it escaped, in quotes. */
  long: string | null;
}

const NOTHING = (): ValueNode[] => [];

function leaf(name: string, type: string, text: string, long: string | null = null, missing: string = ""): ValueNode {
  return { name, type, text, size: 0, children: NOTHING, missing, long };
}

/** How a container is called: `Map(3)`, `[5]`, `Cart`. */
function containerText(value: WireValue, count: number): string {
  const whole = Math.max(value.size, count);
  switch (value.number) {
    case Container.ARRAY:
      return `${value.type === "Array" ? "" : value.type}[${whole}]`;
    case Container.MAP:
    case Container.SET:
    case Container.BYTES:
      return `${value.type}(${whole})`;
    case Container.ERROR:
      return value.text === "" ? value.type || "Error" : `${value.type || "Error"}: ${value.text}`;
    default:
      return whole === 0 ? `${value.type} {}`.trimStart() : `${value.type} {…${whole}}`.trimStart();
  }
}

/** Builds the nodes of one message. */
class Builder {
  readonly #wire: WireReader;

  constructor(data: Uint8Array) {
    this.#wire = new WireReader(data);
  }

  /** Value number `index` of the message; undefined where there is none. */
  value(name: string, index: number): ValueNode | undefined {
    const start = this.#wire.find(index);
    return start < 0 ? undefined : this.#node(name, start);
  }

  #node(name: string, start: number): ValueNode {
    const value = this.#wire.read(start);
    if (value.shape === Shape.REFERENCE) return this.#reference(name, value);
    if (value.shape !== Shape.CONTAINER) return this.#scalar(name, value);
    const found = shown(value);
    // A date, a regular expression: a text that says it all.
    if (found.value !== null) return leaf(name, found.type, found.value);
    const pairs = value.number === Container.MAP;
    const count = pairs ? value.items.length >> 1 : value.items.length;
    const missing = value.size > count ? `${value.size - count} more` : "";
    return {
      name,
      type: "",
      text: containerText(value, count),
      size: count,
      children: () => this.#children(value, pairs),
      missing,
      long: null,
    };
  }

  #scalar(name: string, value: WireValue): ValueNode {
    const found = shown(value);
    const isText = value.shape === Shape.STRING;
    const missing = isText && value.size > value.text.length ? `${value.size - value.text.length} more characters` : "";
    return leaf(name, found.type, found.value ?? "<unknown>", isText ? value.text : null, missing);
  }

  #reference(name: string, value: WireValue): ValueNode {
    const start = this.#wire.findContainer(value.number);
    if (start < 0) return leaf(name, "", `<ref #${value.number}>`);
    const meant = this.#wire.read(start);
    // It may be one of those around it: what is in it is shown where it stands itself.
    return leaf(name, "", `${containerText(meant, meant.items.length)}, shown already`);
  }

  #children(value: WireValue, pairs: boolean): ValueNode[] {
    if (!pairs) return value.items.map((item, i) => this.#node(value.keys[i] ?? String(i), item));
    const nodes: ValueNode[] = [];
    for (let i = 0; i + 1 < value.items.length; i += 2) {
      const key = this.#wire.read(value.items[i]);
      const name = shown(key).value ?? containerText(key, key.items.length);
      nodes.push(this.#node(name, value.items[i + 1]));
    }
    return nodes;
  }
}

/** The arguments of a trace as trees; `data` is null where none of them has anything in it. */
export function argumentTrees(trace: Trace, data: Uint8Array | null): ValueNode[] {
  const builder = data === null ? undefined : new Builder(data);
  // The name of an event is an argument without a value of its own.
  let index = trace.kind === Kind.LOG && trace.args?.startsWith("\x1eevent\x1f") ? -1 : 0;
  return parseArguments(trace.args).map(({ name, value, type }) =>
    (index >= 0 ? builder?.value(name, index++) : (index++, undefined)) ?? leaf(name, type, value)
  );
}

/** A value in a line, with the beginning of what is in it: `[2] "a", "b"`, `User {…3} id: 5, name: "x", …`. */
export function previewOf(node: ValueNode, most: number): string {
  if (node.size === 0) return "";
  const isList = /\[\d+\]$/.test(node.text);
  let text = "";
  for (const child of node.children()) {
    const piece = isList ? child.text : `${child.name}: ${child.text}`;
    if (text.length + piece.length > most) return text === "" ? "" : `${text}, …`;
    text += text === "" ? piece : `, ${piece}`;
  }
  return text;
}
