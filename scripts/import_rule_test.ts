import assert from "node:assert/strict";
import { test } from "node:test";
import { checkImports, findImports } from "./import_rule.ts";

test("imports are found in all their forms", () => {
  const text = [
    `import { a,`,
    `  b } from "./a.ts";`,
    `import type { C } from "./c.ts";`,
    `export * from "./d.ts";`,
    `import "./e.ts";`,
    `const f = await import("./f.ts");`,
    `const text = "nothing is imported from here";`,
  ].join("\n");
  assert.deepEqual(findImports(text), [
    { specifier: "./a.ts", typeOnly: false, dynamic: false },
    { specifier: "./c.ts", typeOnly: true, dynamic: false },
    { specifier: "./d.ts", typeOnly: false, dynamic: false },
    { specifier: "./e.ts", typeOnly: false, dynamic: false },
    { specifier: "./f.ts", typeOnly: false, dynamic: true },
  ]);
});

test("a part may import what the table allows", () => {
  assert.deepEqual(checkImports("cli/run.ts", `import { openReader } from "../store/mod.ts";`), []);
  assert.deepEqual(checkImports("cli/run.ts", `import { splitRunArguments } from "./run_arguments.ts";`), []);
  assert.deepEqual(checkImports("tracer/probes.ts", `import { Header } from "../ring/layout.ts";`), []);
  assert.deepEqual(checkImports("tracer/probes.ts", `import type { Runtime } from "../runtime/types.ts";`), []);
  assert.deepEqual(checkImports("scripts/ok.ts", `import { anything } from "../store/schema.ts";`), []);
});

test("a part may not import another one that the table does not name", () => {
  const found = checkImports("store/writer.ts", `import { openPager } from "../reader/mod.ts";`);
  assert.deepEqual(found, ["store/writer.ts: ../reader/mod.ts: store may not import reader"]);
});

test("another part's inner files may not be imported", () => {
  const found = checkImports("cli/run.ts", `import { schema } from "../store/schema.ts";`);
  assert.deepEqual(found, ["cli/run.ts: ../store/schema.ts: only store/mod.ts is for other parts"]);
});

test("what makes things to test with is for tests of other parts alone", () => {
  const text = `import { withRecording } from "../analysis/testing.ts";`;
  assert.deepEqual(checkImports("report/writer_test.ts", text), []);
  assert.equal(checkImports("report/writer.ts", text).length, 1);
  assert.equal(checkImports("store/writer_test.ts", text).length, 1);
});

test("of the runtime's adapters only the types may be imported", () => {
  const found = checkImports("tracer/probes.ts", `import { clock } from "../runtime/types.ts";`);
  assert.deepEqual(found, ["tracer/probes.ts: ../runtime/types.ts: tracer may not import runtime, only its types"]);
});

test("nobody imports scripts, a package that is not its own, or built-ins where there are none", () => {
  assert.equal(checkImports("cli/run.ts", `import "../scripts/ok.ts";`).length, 1);
  assert.equal(checkImports("store/writer.ts", `import { Command } from "commander";`).length, 1);
  assert.equal(checkImports("ring/writer.ts", `import { readFileSync } from "node:fs";`).length, 1);
  assert.deepEqual(checkImports("ring/writer_test.ts", `import { test } from "node:test";`), []);
});

test("a folder that is no part is refused", () => {
  assert.equal(checkImports("utils/text.ts", "").length, 1);
});
