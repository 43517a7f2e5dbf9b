import assert from "node:assert/strict";
import { test } from "node:test";
import { TstraceError } from "../errors.ts";
import { splitRunArguments } from "./run_arguments.ts";
import { optionsWithValue } from "./runtime_options.ts";

const OWN = [
  { names: ["--db"], takesValue: true },
  { names: ["--max-traces"], takesValue: true },
  { names: ["--quiet"], takesValue: false },
];

function split(...argv: string[]) {
  return splitRunArguments(argv, OWN, optionsWithValue());
}

test("our options and the runtime's may stand in any order before the script", () => {
  assert.deepEqual(split("--allow-net", "--db", "a.sqlite", "-A", "--quiet", "main.ts"), {
    own: ["--db", "a.sqlite", "--quiet"],
    runtime: ["--allow-net", "-A"],
    target: "main.ts",
    rest: [],
  });
});

test("what follows the script is the script's, whatever it looks like", () => {
  const { own, target, rest } = split("main.ts", "--db", "x", "--max-trace", "--", "-h");
  assert.deepEqual([own, target, rest], [[], "main.ts", ["--db", "x", "--max-trace", "--", "-h"]]);
});

test("an option of the runtime keeps its value", () => {
  const { runtime, target } = split("--import", "./x.js", "--require=./y.js", "main.ts");
  assert.deepEqual([runtime, target], [["--import", "./x.js", "--require=./y.js"], "main.ts"]);
});

test("-r takes a value in Node and Bun but not in Deno", () => {
  const argv = ["-r", "main.ts", "other.ts"];
  assert.equal(splitRunArguments(argv, OWN, optionsWithValue("node")).target, "other.ts");
  assert.equal(splitRunArguments(argv, OWN, optionsWithValue("bun")).target, "other.ts");
  assert.equal(splitRunArguments(argv, OWN, optionsWithValue("deno")).target, "main.ts");
});

test("a value may be joined with =, and -- ends the options", () => {
  const { own, target, rest } = split("--db=a.sqlite", "--", "--odd.ts", "b");
  assert.deepEqual([own, target, rest], [["--db=a.sqlite"], "--odd.ts", ["b"]]);
});

test("a misspelt option of ours is refused with the right one", () => {
  assert.throws(() => split("--max-trace", "5", "main.ts"), (error) => {
    assert.ok(error instanceof TstraceError);
    assert.equal(error.exitCode, 2);
    assert.match(error.message, /--max-trace: did you mean --max-traces\?/);
    return true;
  });
});

test("without a script there is no target", () => {
  assert.equal(split("--quiet").target, undefined);
  assert.equal(split("--db").target, undefined);
});
