import { create, toBinary } from "@bufbuild/protobuf";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Constant, Container, type Value, ValueSchema, ValuesSchema } from "../proto/trace_pb.ts";
import { findPath, keysAt } from "./path.ts";

function value(
  kind: Value["kind"],
  rest: { type?: string; text?: string; keys?: string[]; items?: Value[]; size?: number } = {},
): Value {
  return create(ValueSchema, { kind, ...rest });
}
const text = (value_: string, size = 0): Value => value({ case: "string", value: value_ }, { size });
const int = (number: number): Value => value({ case: "int", value: BigInt(number) });
const container = (which: Container, rest: Parameters<typeof value>[1]): Value =>
  value({ case: "container", value: which }, rest);

const ARGS = "\x1en\x1f5\x1fnumber\x1euser\x1f{…}\x1fUser\x1efailed\x1f…\x1fTypeError\x1e";
const DATA = toBinary(
  ValuesSchema,
  create(ValuesSchema, {
    values: [
      int(5),
      container(Container.OBJECT, {
        type: "User",
        keys: [
          "id",
          "name",
          "größe",
          "tags",
          "seen",
          "born",
          "ratio",
          "self",
          "note",
          "gone",
          "big",
          "f",
          "bytes",
          "ids",
        ],
        items: [
          int(-42),
          text('Ad"a\n', 900),
          int(1),
          container(Container.ARRAY, { items: [text("x"), container(Container.ARRAY, {})], size: 12 }),
          container(Container.MAP, { type: "Map", items: [text("a"), int(1), int(7), int(2)], size: 5 }),
          container(Container.DATE, { type: "Date", text: "2026-11-23T10:07:04.000Z" }),
          value({ case: "double", value: -0 }),
          value({ case: "reference", value: 1 }),
          value({ case: "constant", value: Constant.NULL }),
          value({ case: "constant", value: Constant.ACCESSOR }),
          value({ case: "bigint", value: "123" }, { size: 5 }),
          value({ case: "function", value: "go" }),
          container(Container.BYTES, { type: "Uint8Array", items: [int(3)], size: 100 }),
          container(Container.SET, { type: "Set", items: [int(3)] }),
        ],
        size: 20,
      }),
      container(Container.ERROR, { type: "TypeError", text: "no", keys: ["code"], items: [text("ENOENT")] }),
    ],
  }),
);

function at(argument: string, ...path: string[]): [string | null, string] | undefined {
  const found = findPath(ARGS, DATA, 0, argument, path);
  return found && [found.value, found.type];
}

test("paths lead to what is inside, as it would be shown", () => {
  assert.deepEqual(at("n"), ["5", "number"]);
  assert.deepEqual(at("user", "id"), ["-42", "number"]);
  assert.deepEqual(at("user", "name"), ['"Ad\\"a\\n"…+895', "string"]);
  assert.deepEqual(at("user", "größe"), ["1", "number"]);
  assert.deepEqual(at("user", "tags", "0"), ['"x"', "string"]);
  assert.deepEqual(at("user", "tags", "1"), [null, ""]);
  assert.deepEqual(at("user", "seen", "a"), ["1", "number"]);
  assert.deepEqual(at("user", "seen", "7"), ["2", "number"]);
  assert.deepEqual(at("user", "born"), ["2026-11-23T10:07:04.000Z", "Date"]);
  assert.deepEqual(at("user", "ratio"), ["-0", "number"]);
  assert.deepEqual(at("user", "self", "self", "tags", "0"), ['"x"', "string"]);
  assert.deepEqual(at("user", "note"), ["null", "null"]);
  assert.deepEqual(at("user", "gone"), ["<getter>", "accessor"]);
  assert.deepEqual(at("user", "big"), ["123…+2n", "bigint"]);
  assert.deepEqual(at("user", "bytes", "0"), ["3", "number"]);
  assert.deepEqual(at("failed", "code"), ['"ENOENT"', "string"]);
});

test("lengths and sizes count what was cut off too", () => {
  assert.deepEqual(at("user", "name", "length"), ["900", "number"]);
  assert.deepEqual(at("user", "tags", "length"), ["12", "number"]);
  assert.deepEqual(at("user", "seen", "size"), ["5", "number"]);
  assert.deepEqual(at("user", "ids", "size"), ["1", "number"]);
  assert.deepEqual(at("user", "bytes", "length"), ["100", "number"]);
  assert.deepEqual(at("user", "f", "name"), ['"go"', "string"]);
  assert.deepEqual(at("failed", "message"), ['"no"', "string"]);
  assert.deepEqual(at("failed", "name"), ['"TypeError"', "string"]);
});

test("what is not there is nothing", () => {
  for (
    const path of [["x"], ["id", "x"], ["tags", "2"], ["tags", "01"], ["tags", "-1"], ["tags", "x"], ["constructor"], [
      "self",
      "x",
    ]]
  ) {
    assert.equal(at("user", ...path), undefined, path.join("."));
  }
  assert.equal(at("nobody", "id"), undefined);
  assert.equal(at("n", "x"), undefined);
});

test("arguments without anything inside are answered from their text", () => {
  const plain = '\x1es\x1f"a\\"b\\n\\u{202e}"\x1fstring\x1ef\x1fgo\x1ffunction\x1ecut\x1f"ab"…+5\x1fstring\x1e';
  assert.deepEqual(findPath(plain, null, 0, "s", ["length"]), { value: "5", type: "number" });
  assert.deepEqual(findPath(plain, null, 0, "f", ["name"]), { value: '"go"', type: "string" });
  assert.deepEqual(findPath(plain, null, 0, "cut", ["length"]), { value: "7", type: "number" });
  assert.equal(findPath(plain, null, 0, "s", ["length", "x"]), undefined);
});

test("keys are those of objects and maps, and what is known of every such value", () => {
  assert.deepEqual(keysAt(ARGS, DATA, 0, "user", ["seen"]), ["a", "size"]);
  assert.deepEqual(keysAt(ARGS, DATA, 0, "failed", []), ["code", "name", "message"]);
  assert.deepEqual(keysAt(ARGS, DATA, 0, "user", ["tags"]), ["length"]);
  assert.deepEqual(keysAt(ARGS, DATA, 0, "nobody", []), []);
});

test("damaged bytes give something or nothing, never an error", () => {
  let state = 1;
  for (let round = 0; round < 3000; round++) {
    const bytes = DATA.slice();
    for (let i = 0; i < 4; i++) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      bytes[(state >> 8) % bytes.length] = state >> 16;
    }
    const cut = round % 2 === 0 ? bytes : bytes.subarray(0, (state >> 8) % bytes.length);
    findPath(ARGS, cut, 0, "user", ["self", "tags", "0"]);
    findPath(ARGS, cut, 0, "failed", ["code"]);
    keysAt(ARGS, cut, 0, "user", ["seen"]);
  }
});

test("the name of an event is no value of its own", () => {
  const args = '\x1eevent\x1f"start"\x1fstring\x1evalue\x1f5\x1fnumber\x1euser\x1f{…}\x1fUser\x1e';
  assert.deepEqual(findPath(args, DATA, 3, "user", ["id"]), { value: "-42", type: "number" });
});
