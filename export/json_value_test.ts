import { create, toBinary } from "@bufbuild/protobuf";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Constant, Container, type Value, ValueSchema, ValuesSchema } from "../proto/trace_pb.ts";
import { argumentsToJson, resultToJson } from "./arguments_json.ts";
import { scalarToJson, structureToJson } from "./json_value.ts";

type Kind = Value["kind"];

function value(
  kind: Kind,
  more: { type?: string; text?: string; keys?: string[]; items?: Value[]; size?: number } = {},
) {
  return create(ValueSchema, { kind, ...more });
}

function int(number: number): Value {
  return value({ case: "int", value: BigInt(number) });
}

function json(...values: Value[]): unknown {
  const text = structureToJson(toBinary(ValuesSchema, create(ValuesSchema, { values })), values.length - 1);
  return text === undefined ? undefined : JSON.parse(text);
}

test("values without a structure come from how they are shown", () => {
  assert.equal(scalarToJson("-0.5", "number"), "-0.5");
  assert.equal(scalarToJson("NaN", "number"), '"NaN"');
  assert.equal(scalarToJson("undefined", "undefined"), "null");
  assert.equal(
    scalarToJson('"a \\"b\\" \\\\ \\x1b\\n\\u{d800}"…+9', "string"),
    JSON.stringify('a "b" \\ \x1b\n\ud800…+9'),
  );
  assert.equal(scalarToJson("12n", "bigint"), '"12n"');
});

test("structures come from their bytes", () => {
  const inner = value({ case: "container", value: Container.ARRAY }, { items: [int(-3), int(7)], size: 5 });
  const object = value({ case: "container", value: Container.OBJECT }, {
    ...{ type: "Cart", keys: ["items", "gone"], size: 3 },
    items: [inner, value({ case: "constant", value: Constant.UNDEFINED })],
  });
  assert.deepEqual(json(int(1), object), { $type: "Cart", items: [-3, 7, "…+3"], gone: null, $cut: 1 });
  const map = value({ case: "container", value: Container.MAP }, {
    items: [value({ case: "string", value: "a" }), value({ case: "double", value: NaN })],
  });
  assert.deepEqual(json(map), [["a", "NaN"]]);
  const error = value({ case: "container", value: Container.ERROR }, { type: "TypeError", text: "no" });
  assert.deepEqual(json(error), { $type: "TypeError", $message: "no" });
});

test("arguments are an object by name, also where a name comes twice", () => {
  const args = '\x1ea\x1f1\x1fnumber\x1ea\x1f"x"\x1fstring\x1e';
  assert.deepEqual(JSON.parse(argumentsToJson(args, null)), { a: 1, "a 1": "x" });
  assert.equal(argumentsToJson(null, null), "{}");
  assert.equal(resultToJson("\x1ereturn value\x1f{a: 1}\x1fObject\x1e", null), '"{a: 1}"');
  assert.equal(resultToJson(null, null), undefined);
});
