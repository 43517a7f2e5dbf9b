/** Programs of all syntax, from `test262-parser-tests`: each can be instrumented, still parses, and keeps its text. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Script } from "node:vm";
import { parse } from "acorn";
import { EarlyError, ParseError } from "../tracer/instrument/errors.ts";
import { fillSlots, instrument, type Instrumented } from "../tracer/mod.ts";

const programs = dirname(createRequire(import.meta.url).resolve("test262-parser-tests/package.json"));

for (const folder of ["pass", "pass-explicit"]) {
  test(`what is in ${folder} can be instrumented and parses as before`, () => {
    const names = readdirSync(join(programs, folder));
    assert.ok(names.length > 1000);
    const failed: string[] = [];
    for (const name of names) {
      const source = readFileSync(join(programs, folder, name), "utf8");
      try {
        const made = instrument(source, { typescript: false, jsx: false });
        assert.equal(withoutInsertions(made), source);
        const code = fillSlots(made.code, made.slots, 0);
        assert.ok(made.functions.length > 0 || source.trim() === "" || /^(\s|\/\*[^]*?\*\/|\/\/.*)*$/.test(source));
        check(code, name.includes(".module."));
      } catch (error) {
        failed.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    assert.deepEqual(failed, []);
  });
}

test("what is in fail and early is refused, or no more a program than before", () => {
  const failed: string[] = [];
  for (const folder of ["fail", "early"]) {
    for (const name of readdirSync(join(programs, folder))) {
      const source = readFileSync(join(programs, folder, name), "utf8");
      const module = name.includes(".module.");
      try {
        const { code, slots } = instrument(source, { typescript: false, jsx: false });
        if (parses(fillSlots(code, slots, 0), module) && !parses(source, module)) failed.push(`${folder}/${name}`);
      } catch (error) {
        if (!(error instanceof ParseError || error instanceof EarlyError)) failed.push(`${folder}/${name}: ${error}`);
      }
    }
  }
  assert.deepEqual(failed, []);
});

function parses(code: string, module: boolean): boolean {
  try {
    check(code, module);
    return true;
  } catch {
    return false;
  }
}

/** Throws unless the code parses: as the engine has it and, for modules, which it will not parse here, as acorn has it. */
function check(code: string, module: boolean): void {
  if (!module) new Script(code);
  parse(code, { ecmaVersion: "latest", sourceType: module ? "module" : "script", allowHashBang: true });
}

function withoutInsertions({ code, inserted }: Instrumented): string {
  let text = "";
  let from = 0;
  let before = 0;
  for (let i = 0; i < inserted.length; i += 2) {
    text += code.slice(from, inserted[i] + before);
    before += inserted[i + 1];
    from = inserted[i] + before;
  }
  return text + code.slice(from);
}
