import assert from "node:assert/strict";
import { Command, Option } from "commander";
import { test } from "node:test";
import { renderCompletions, SHELLS } from "./completions.ts";
import { createProgram } from "./program.ts";

for (const { name } of SHELLS) {
  test(`completions for ${name} know every command, option and choice`, async () => {
    const program = await createProgram();
    const script = await renderCompletions(program, name);
    for (const command of program.commands) {
      assert.ok(script.includes(command.name()), command.name());
      for (const { long, argChoices } of command.options) {
        assert.ok(script.includes(name === "fish" ? `-l ${long?.slice(2)}` : `${long}`), `${command.name()} ${long}`);
        for (const choice of argChoices ?? []) assert.ok(script.includes(choice), choice);
      }
    }
  });

  test(`completions for ${name} follow a command that is new, whatever its text holds`, async () => {
    const odd = new Command("odd").description("it's [odd]: $(x) `y` \\z");
    odd.addOption(new Option("-q, --quirk <name>", "it's a 'quirk' [really]").choices(["left", "right"]));
    const script = await renderCompletions(new Command("tstrace").addCommand(odd), name);
    for (const word of ["odd", "quirk", "left", "right"]) assert.ok(script.includes(word), word);
  });
}
