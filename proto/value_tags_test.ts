import assert from "node:assert/strict";
import { test } from "node:test";
import { Container, ValueSchema } from "./trace_pb.ts";
import { ContainerKind, ValueTag } from "./value_tags.ts";

/** Wire types by what a field is: https://protobuf.dev/programming-guides/encoding/ */
function wireType({ fieldKind, ...field }: (typeof ValueSchema.fields)[number]): number {
  if (fieldKind === "enum") return 0;
  if (fieldKind === "message" || (fieldKind === "list" && "message" in field && field.message)) return 3;
  const scalar = "scalar" in field ? field.scalar : undefined;
  if (scalar === 1) return 1;
  return scalar === 9 || scalar === 12 ? 2 : 0;
}

test("the numbers are those of trace.proto", () => {
  const names: Record<string, string> = { ITEMS: "ITEM", KEYS: "KEY" };
  const tags = Object.fromEntries(ValueSchema.fields.map((field) => {
    const name = field.name.toUpperCase();
    const tag = field.number * 8 + wireType(field);
    return [names[name] ?? name, tag < 128 ? tag : 128 + (tag & 127)];
  }));
  assert.deepEqual({ ...tags, ITEM_END: tags.ITEM + 1 }, { ...ValueTag });
  const kinds = Object.entries(Container).filter(([, number]) => typeof number === "number");
  assert.deepEqual(Object.fromEntries(kinds), { ...ContainerKind });
});
