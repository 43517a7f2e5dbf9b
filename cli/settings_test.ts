import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import { TstraceError } from "../errors.ts";
import { applyEnvironment, databaseOption, optionWithVariable, parseCount, parseSize } from "./settings.ts";

function options(argv: string[], environment: Record<string, string>): Record<string, unknown> {
  const command = new Command().addOption(databaseOption())
    .addOption(optionWithVariable("--max-traces <n>", "", "TSTRACE_MAX_TRACES", parseCount).default(7))
    .addOption(optionWithVariable("--runtime <name>", "", "TSTRACE_RUNTIME").choices(["auto", "bun"]))
    .addOption(optionWithVariable("--quiet", "", "TSTRACE_QUIET"));
  command.parse(argv, { from: "user" });
  applyEnvironment(command, environment);
  return command.opts();
}

test("the environment fills in what the command line leaves open", () => {
  const environment = { TSTRACE_DB: "e.sqlite", TSTRACE_MAX_TRACES: "5", TSTRACE_QUIET: "1" };
  assert.deepEqual(options([], environment), { db: "e.sqlite", maxTraces: 5, quiet: true });
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

test("sizes are bytes or have a unit", () => {
  const parseRing = parseSize("256K", "1G");
  assert.equal(parseRing("1048576"), 1024 ** 2);
  assert.equal(parseRing("512K"), 512 * 1024);
  assert.equal(parseRing("8m"), 8 * 1024 ** 2);
  assert.equal(parseRing("1GiB"), 1024 ** 3);
  for (const bad of ["", "1", "2G", "8X", "-8M", "8.5M"]) assert.throws(() => parseRing(bad), /between 256K and 1G/);
});

test("counts are whole numbers", () => {
  assert.equal(parseCount("0"), 0);
  for (const bad of ["", "-1", "1.5", "1e3", "many"]) assert.throws(() => parseCount(bad), /whole number/);
});
