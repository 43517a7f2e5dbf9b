import assert from "node:assert/strict";
import { test } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { Constant, Container, type Value, ValueSchema, ValuesSchema } from "../proto/trace_pb.ts";
import { args, trace } from "./testing.ts";
import { argumentTrees, previewOf, type ValueNode } from "./value_tree.ts";

type Kind = Value["kind"];

function value(kind: Kind, rest: Partial<Omit<Value, "kind" | "$typeName">> = {}): Value {
  return create(ValueSchema, { kind, ...rest });
}

function container(number: Container, rest: Partial<Omit<Value, "kind" | "$typeName">> = {}): Value {
  return value({ case: "container", value: number }, rest);
}

const int = (number: bigint): Value => value({ case: "int", value: number });
const string = (text: string, size = 0): Value => value({ case: "string", value: text }, { size });

/** The tree as text, two blanks a level. */
function drawn(node: ValueNode, level = 0): string[] {
  const line = `${"  ".repeat(level)}${node.name}: ${node.text}${node.missing === "" ? "" : ` (${node.missing})`}`;
  return [line, ...node.children().flatMap((child) => drawn(child, level + 1))];
}

test("arguments are trees as deep as they were recorded, and say what was left out", () => {
  const user = container(Container.OBJECT, {
    type: "User",
    keys: ["id", "tags", "seen", "next"],
    items: [
      int(5n),
      container(Container.ARRAY, {
        type: "Array",
        items: [string("a"), value({ case: "constant", value: Constant.HOLE })],
        size: 9,
      }),
      container(Container.MAP, {
        type: "Map",
        items: [string("k"), container(Container.SET, { type: "Set", items: [int(1n)] })],
      }),
      value({ case: "reference", value: 1 }),
    ],
  });
  const failure = container(Container.ERROR, { type: "TypeError", text: "no", keys: ["code"], items: [string("E1")] });
  const when = container(Container.DATE, { type: "Date", text: "2026-11-23T10:07:04.000Z" });
  const data = toBinary(ValuesSchema, create(ValuesSchema, { values: [user, string("x\ny", 100), failure, when] }));
  const row = trace({
    args: args(["user", "User {…}", "User"], ["text", '"x…"', "string"], ["e", "no", "TypeError"], [
      "d",
      "2026",
      "Date",
    ]),
  });
  assert.deepEqual(argumentTrees(row, data).flatMap((node) => drawn(node)), [
    "user: User {…4}",
    "  id: 5",
    "  tags: [9] (7 more)",
    '    0: "a"',
    "    1: <hole>",
    "  seen: Map(1)",
    '    "k": Set(1)',
    "      0: 1",
    "  next: User {…4}, shown already",
    'text: "x\\ny"…+97 (97 more characters)',
    "e: TypeError: no",
    '  code: "E1"',
    "d: 2026-11-23T10:07:04.000Z",
  ]);
  assert.equal(argumentTrees(row, data)[1].long, "x\ny");
  const [tree] = argumentTrees(row, data);
  assert.equal(previewOf(tree, 100), "id: 5, tags: [9], seen: Map(1), next: User {…4}, shown already");
  assert.equal(previewOf(tree, 20), "id: 5, tags: [9], …");
  assert.equal(previewOf(tree.children()[1], 100), '"a", <hole>');
  assert.equal(previewOf(tree.children()[0], 100), "");
});

test("where nothing has a structure the text of the arguments is all there is", () => {
  const row = trace({ args: args(["n", "1", "number"], ["s", '"a"', "string"]) });
  assert.deepEqual(argumentTrees(row, null).flatMap((node) => drawn(node)), ["n: 1", 's: "a"']);
  assert.deepEqual(argumentTrees(trace(), null), []);
});

test("bytes that make no sense do no harm", () => {
  const row = trace({ args: args(["n", "1", "number"]) });
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 73 + length * 31) & 0xff);
    assert.equal(argumentTrees(row, bytes).flatMap((node) => drawn(node)).length > 0, true);
  }
});
