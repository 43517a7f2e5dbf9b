/** What every start of tstrace loads. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { test } from "node:test";
import { findImports } from "../scripts/import_rule.ts";
import { root } from "./runtimes.ts";

/** The files that are loaded with `file`, and packages by their names. */
function loadedWith(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  if (!file.endsWith(".ts")) return loaded;
  for (const { specifier, typeOnly, dynamic } of findImports(readFileSync(join(root, file), "utf8"))) {
    if (typeOnly || dynamic) continue;
    loadedWith(specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier, loaded);
  }
  return loaded;
}

test("tstrace loads the command line alone before it knows which command to run", () => {
  const loaded = loadedWith("main.ts");
  const allowed =
    /^(main|errors|cli\/(program|settings|option_values|version))\.ts$|^package\.json$|^node:|^commander$/;
  assert.deepEqual([...loaded].filter((file) => !allowed.test(file)), []);
  assert.ok(loaded.has("cli/program.ts"));
});

test("what tstrace run loads ahead of the program's start is small", () => {
  const loaded = loadedWith("cli/run.ts");
  const allowed = /^errors\.ts$|^cli\/|^node:|^commander$/;
  // Small files that import nothing.
  const small = ["filter/distance.ts", "runtime/hook_environment.ts", "store/alive.ts"];
  assert.deepEqual([...loaded].filter((file) => !allowed.test(file) && !small.includes(file)), []);
});
