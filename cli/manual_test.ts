import assert from "node:assert/strict";
import { Command } from "commander";
import { test } from "node:test";
import { renderManual } from "./manual.ts";
import { createProgram } from "./program.ts";

test("the manual page has a section for each command, with its options and their defaults", async () => {
  const program = await createProgram();
  const page = renderManual(program);
  for (const command of program.commands) {
    assert.ok(page.includes(`\n.SS tstrace ${command.name()}`), command.name());
    for (const { flags } of command.options) assert.ok(page.includes(`\n.B ${flags.replaceAll("-", "\\-")}`), flags);
  }
  assert.ok(page.includes("(default: traces.sqlite)"));
  assert.ok(page.includes("tstrace run \\-\\-runtime bun main.ts"));
});

test("text that would be a request of roff is shown as text", () => {
  const odd = new Command("odd").description(".TH is no request here, and \\n neither, 'quoted' or not …");
  const page = renderManual(new Command("tstrace").addCommand(odd));
  assert.ok(page.includes("\n\\&.TH is no request here, and \\en neither, \\(aqquoted\\(aq or not \\[u2026]\n"));
});
