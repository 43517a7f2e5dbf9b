import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Declarations, type DeclaredFunction } from "./declared.ts";

const FAR_AHEAD = Date.UTC(2100, 0, 1);

/** What the function declares that begins at the start of line `line`. */
function declaredIn(source: string, line = 1, name = "m.ts", recordedMs = FAR_AHEAD) {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-declared-"));
  try {
    const path = join(directory, name);
    writeFileSync(path, source);
    const declarations = new Declarations(recordedMs);
    const column = 1 + (source.split("\n")[line - 1] ?? "").search(/\S/);
    const found = declarations.find({
      ...{ id: 1, name: "f", module: name, path, line, column, kind: "function", params: [] },
    });
    return { found, missing: declarations.missing.size };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function answers(found: DeclaredFunction | undefined, param: string, ...seen: string[]): (boolean | undefined)[] {
  return seen.map((type) => found?.params.get(param)?.accepts(type));
}

test("a declared type allows what it says and nothing else", () => {
  const { found } = declaredIn("function f(a: string, b: number[] | null, c?: boolean, d: 'x' | 1 = 1): void {}");
  assert.deepEqual(answers(found, "a", "string", "undefined", "number"), [true, false, false]);
  assert.deepEqual(answers(found, "b", "Array", "null", "Object"), [true, true, false]);
  assert.deepEqual(answers(found, "c", "boolean", "undefined", "null"), [true, true, false]);
  assert.deepEqual(answers(found, "d", "string", "number", "undefined", "Object"), [true, true, true, false]);
  assert.equal(found?.params.get("b")?.text, "number[] | null");
  assert.equal(found?.returned?.accepts("number"), false);
});

test("types of the module are followed, those of others may be anything", () => {
  const source = "type Id = string | number; interface Item { id: Id } class Cart {}\n" +
    "function f(a: Id, b: Item, c: Other, d: Cart, e: Map<string, Id>): Item { return b }";
  const { found } = declaredIn(source, 2);
  assert.deepEqual(answers(found, "a", "string", "boolean"), [true, false]);
  assert.deepEqual(answers(found, "b", "Object", "undefined", "string"), [true, false, undefined]);
  assert.deepEqual(answers(found, "c", "string", "undefined"), [undefined, undefined]);
  assert.deepEqual(answers(found, "d", "Special", "string"), [undefined, false]);
  assert.deepEqual(answers(found, "e", "Map", "null"), [true, false]);
});

test("a type that refers to itself ends", () => {
  const { found } = declaredIn("type T = T | string;\nfunction f(a: T) {}", 2);
  assert.deepEqual(answers(found, "a", "string", "number"), [true, undefined]);
});

test("an async function returns what its promise holds, methods are found too", () => {
  const { found } = declaredIn("class A {\n  async f(a: string): Promise<number> { return 1 }\n}", 2);
  assert.equal(found?.returned?.text, "number");
  assert.deepEqual(answers(found, "a", "string"), [true]);
});

test("a source that was changed since, or is gone, is not compared with", () => {
  assert.deepEqual(declaredIn("function f(a: string) {}", 1, "m.ts", 0), { found: undefined, missing: 1 });
  assert.deepEqual(declaredIn("function f(a) {}", 1, "m.js"), { found: undefined, missing: 0 });
});
