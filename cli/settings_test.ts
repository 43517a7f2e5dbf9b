import assert from "node:assert/strict";
import { test } from "node:test";
import { Command, Option } from "commander";
import { TstraceError } from "../errors.ts";
import { databaseOption, parseCount } from "./option_values.ts";
import { applySettings, type Given, settingsNote, settingsOf } from "./settings.ts";

function commandOf(name: string): Command {
  return new Command(name).addOption(databaseOption())
    .addOption(new Option("--max-traces <n>").argParser(parseCount).default(7))
    .addOption(new Option("--runtime <name>").choices(["auto", "bun"]))
    .addOption(new Option("--json").conflicts("csv"))
    .option("--csv")
    .option("--quiet");
}

function options(argv: string[], environment: Record<string, string>, file: Record<string, unknown> = {}): unknown {
  const command = commandOf("run").parse(argv, { from: "user" });
  const settled = Object.entries(file).map(([id, value]): [string, Given] => [id, { value, where: `a.json:${id}` }]);
  applySettings(command, environment, new Map(settled));
  return command.opts();
}

test("the command line goes before the environment, and that before the file", () => {
  const environment = { TSTRACE_DB: "e.sqlite", TSTRACE_MAX_TRACES: "5", TSTRACE_QUIET: "1" };
  const file = { maxTraces: 4, runtime: "bun" };
  assert.deepEqual(options([], environment, file), { db: "e.sqlite", maxTraces: 5, quiet: true, runtime: "bun" });
  assert.deepEqual(options(["--db", "c.sqlite", "--max-traces", "6"], environment), {
    db: "c.sqlite",
    maxTraces: 6,
    quiet: true,
  });
});

test("an empty variable counts as not set, and a switch can be off", () => {
  assert.deepEqual(options([], { TSTRACE_DB: "", TSTRACE_QUIET: "0" }), {
    db: "traces.sqlite",
    maxTraces: 7,
    quiet: false,
  });
});

test("a variable with a bad value is refused by name", () => {
  for (
    const [name, value] of [["TSTRACE_MAX_TRACES", "-1"], ["TSTRACE_RUNTIME", "rhino"], ["TSTRACE_QUIET", "maybe"]]
  ) {
    assert.throws(() => options([], { [name]: value }), (error) => {
      assert.ok(error instanceof TstraceError);
      assert.equal(error.exitCode, 2);
      assert.ok(error.message.includes(`${name}=${value}`), error.message);
      return true;
    });
  }
});

test("of two that exclude each other the one of higher precedence holds, and two of one source are refused", () => {
  assert.deepEqual(options(["--csv"], { TSTRACE_JSON: "1" }, { json: true }), {
    db: "traces.sqlite",
    maxTraces: 7,
    csv: true,
  });
  assert.throws(() => options([], {}, { json: true, csv: true }), /a\.json:json: json cannot be set beside csv/);
});

test("settings of run and read stand at the top, those of other commands in a section", () => {
  const names = (name: string) => settingsOf(commandOf(name)).slice(0, 2).map(({ id, variable }) => [id, variable]);
  assert.deepEqual(names("run"), [["db", "TSTRACE_DB"], ["maxTraces", "TSTRACE_MAX_TRACES"]]);
  assert.deepEqual(names("stats"), [["db", "TSTRACE_DB"], ["stats.maxTraces", "TSTRACE_STATS_MAX_TRACES"]]);
  assert.deepEqual(names("recover"), []);
  assert.match(settingsNote(commandOf("stats")), /--max-traces is stats\.maxTraces .*TSTRACE_STATS_MAX_TRACES/s);
});
