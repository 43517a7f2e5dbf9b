import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import { addDetailOptions, budgetOf, type DetailOptions } from "./detail.ts";
import { applySettings } from "./settings.ts";

function budget(argv: string[], environment: Record<string, string> = {}): unknown {
  const command = addDetailOptions(new Command("run").exitOverride().configureOutput({ writeErr: () => {} }));
  command.parse(argv, { from: "user" });
  applySettings(command, environment);
  return budgetOf(command.opts<DetailOptions>());
}

test("how much of a value is recorded comes from the command line, then from the environment", () => {
  const usual = { values: true, depth: 2, units: 128, entries: 8, leaves: 32 };
  assert.deepEqual(budget([]), usual);
  assert.deepEqual(budget(["--depth", "1", "--no-values"]), { ...usual, depth: 1, values: false });
  assert.deepEqual(budget(["--max-entries=20"], { TSTRACE_MAX_STRING: "9" }), {
    ...usual,
    ...{ units: 9, entries: 20, leaves: 80 },
  });
  assert.deepEqual(budget(["--depth", "3"], { TSTRACE_DEPTH: "1", TSTRACE_VALUES: "0" }), {
    ...usual,
    ...{ depth: 3, values: false },
  });
});

test("more than a record can hold is refused", () => {
  assert.throws(() => budget(["--max-string", "1001"]), /at most 1000/);
  assert.throws(() => budget(["--depth", "many"]), /whole number/);
});
