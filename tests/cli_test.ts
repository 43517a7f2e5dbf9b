/** The command line: help, versions, and every way of using it wrongly. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { inDirectory, root, run, runTstrace, targets, tstraceCommand } from "./runtimes.ts";

/** Files and a database of a later version to go wrong with. */
function prepare(cwd: string): void {
  writeFileSync(join(cwd, "good.ts"), "console.log('ran');\n");
  writeFileSync(join(cwd, "bad.ts"), "const x = ;\n");
  writeFileSync(join(cwd, "notes.txt"), "no program\n");
  writeFileSync(join(cwd, "junk.sqlite"), "this is no database\n".repeat(100));
  mkdirSync(join(cwd, "folder.ts"));
  const database = new DatabaseSync(join(cwd, "foreign.sqlite"));
  database.exec("CREATE TABLE notes (text)");
  database.close();
}

/** Arguments, exit code, and what the line says. */
const MISTAKES: readonly (readonly [string, number, RegExp])[] = [
  ["run", 2, /nothing to run/],
  ["run --quiet", 2, /nothing to run/],
  ["run nosuch.ts", 1, /nosuch\.ts: there is no such file/],
  ["run nosuch", 1, /no such command on PATH/],
  ["run notes.txt", 1, /neither a JavaScript or TypeScript file nor an executable/],
  ["run folder.ts", 1, /is a directory/],
  ["run bad.ts", 1, /bad\.ts: it does not parse.*1:10/],
  ["run --db nodir/a.sqlite good.ts", 1, /nodir/],
  ["run --db folder.ts good.ts", 1, /directory/],
  ["run --db junk.sqlite good.ts", 1, /junk\.sqlite/],
  ["run --append --db junk.sqlite good.ts", 1, /junk\.sqlite/],
  ["run --db foreign.sqlite good.ts", 1, /foreign\.sqlite/],
  ["run --max-trace 5 good.ts", 2, /--max-trace: did you mean --max-traces\?/],
  ["run --max-traces many good.ts", 2, /many.*whole number/],
  ["run --ring-size 3 good.ts", 2, /between 256K and 1G/],
  ["run --runtime rhino good.ts", 2, /rhino.*deno, bun, node/],
  ["run --runtime bun sh", 2, /--runtime is for scripts/],
  ["run --allow-net sh", 2, /--allow-net/],
  ["run --db", 2, /--db.*missing/],
  ["print", 1, /traces\.sqlite does not exist/],
  ["print --db junk.sqlite", 1, /junk\.sqlite/],
  ["print --db foreign.sqlite", 1, /foreign\.sqlite/],
  ["print --limt 5", 2, /--limt.*Did you mean --limit\?/],
  ["print --limit few", 2, /few.*whole number/],
  ["print a b", 2, /too many arguments/],
  ["print --filter a b", 2, /two filters/],
  ["print --json --csv", 2, /--json.*--csv/],
  ["print --follow --reverse", 2, /--follow.*--reverse/],
  ["print --columns time,fnc", 2, /no column "fnc", did you mean func\?/],
  ["count", 2, /nothing to count/],
  ["count a", 1, /traces\.sqlite does not exist/],
  ["sql", 2, /missing required argument 'query'/],
  ["sql select", 1, /traces\.sqlite does not exist/],
  ["sql vacuum", 2, /only SELECT/],
  ["read", 1, /traces\.sqlite does not exist/],
  ["", 1, /traces\.sqlite does not exist/],
  ["prnt", 2, /unknown command 'prnt' \(Did you mean print\?\)/],
  ["good.ts", 2, /tstrace run good\.ts/],
  ["instrument", 2, /missing required argument 'file'/],
  ["instrument nosuch.ts", 1, /nosuch\.ts: there is no such file/],
  ["instrument folder.ts", 1, /directory/],
  ["help nosuch", 2, /unknown command 'nosuch'/],
];

for (const [words, status, line] of MISTAKES) {
  test(`tstrace ${words}: one line, exit ${status}, nothing changed`, () =>
    inDirectory((cwd) => {
      prepare(cwd);
      const before = snapshot(cwd);
      const { path } = targets[1];
      const result = runTstrace(words.split(" ").filter(Boolean), { cwd, path });
      assert.match(result.stderr, line);
      assert.match(result.stderr, /^tstrace: [^\n]+\n$/);
      assert.equal(result.stdout, "");
      assert.equal(result.status, status);
      assert.deepEqual(snapshot(cwd), before);
    }));
}

function snapshot(cwd: string): unknown[] {
  return readdirSync(cwd, { withFileTypes: true })
    .map((entry) => [entry.name, entry.isFile() ? readFileSync(join(cwd, entry.name), "latin1") : "directory"]).sort();
}

test("a database of a newer version is refused and left alone", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "good.ts"), "console.log('ran');\n");
    const surroundings = { cwd, path: targets[1].path };
    assert.equal(runTstrace(["run", "--runtime", "bun", "good.ts"], surroundings).status, 0);
    const database = new DatabaseSync(join(cwd, "traces.sqlite"));
    database.exec("PRAGMA user_version = 999");
    database.close();
    for (const words of [["print"], ["run", "--append", "good.ts"]]) {
      const { stderr, status } = runTstrace(words, surroundings);
      assert.match(stderr, /^tstrace: [^\n]*version[^\n]*\n$/);
      assert.equal(status, 1);
    }
  }));

test("a directory that cannot be written is one line", { skip: process.getuid?.() === 0 }, () =>
  inDirectory((cwd) => {
    prepare(cwd);
    chmodSync(cwd, 0o555);
    const { stderr, status } = runTstrace(["run", "--runtime", "bun", "good.ts"], { cwd, path: targets[1].path });
    chmodSync(cwd, 0o755);
    assert.match(stderr, /^tstrace: [^\n]+\n$/);
    assert.equal(status, 1);
  }));

test("a variable of the environment with a bad value is refused by name", () =>
  inDirectory((cwd) => {
    prepare(cwd);
    const result = runTstrace(["run", "good.ts"], { cwd, path: targets[1].path, env: { TSTRACE_MAX_TRACES: "-1" } });
    assert.match(result.stderr, /^tstrace: [^\n]*TSTRACE_MAX_TRACES=-1[^\n]*\n$/);
    assert.equal(result.status, 2);
  }));

test("every command has help, and the version is that of package.json", () =>
  inDirectory((cwd) => {
    for (
      const words of [["--help"], ["help"], ["run", "--help"], ["help", "print"], ["read", "-h"], ["count", "-h"], [
        "help",
        "sql",
      ], ["instrument", "-h"]]
    ) {
      const { stdout, stderr, status } = runTstrace(words, { cwd });
      assert.match(stdout, /^Usage: tstrace/);
      assert.deepEqual([stderr, status], ["", 0]);
    }
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal(runTstrace(["--version"], { cwd }).stdout, `${version}\n`);
  }));

test("tstrace instrument prints the module with its lines in place", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "a.ts"), "export function add(a: number, b: number): number {\n  return a + b;\n}\n");
    const { stdout, stderr, status } = runTstrace(["instrument", "a.ts"], { cwd });
    assert.deepEqual([stderr, status], ["", 0]);
    const lines = stdout.split("\n");
    assert.match(lines[0], /export function add\(a: number, b: number\): number \{/);
    assert.match(lines[1], /a \+ b/);
    assert.notEqual(stdout, readFileSync(join(cwd, "a.ts"), "utf8"));
  }));

test("output that nobody reads any more ends quietly", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "a.ts"), "function f(i: number) { return i; }\nfor (let i = 0; i < 20000; i++) f(i);\n");
    const surroundings = { cwd, path: targets[1].path };
    assert.equal(runTstrace(["run", "--runtime", "bun", "a.ts"], surroundings).status, 0);
    const pipe = '"$@" print 2>err.txt | head -n 1; echo "${PIPESTATUS[0]}"; cat err.txt';
    const { stdout } = run(["bash", "-c", pipe, "bash", ...tstraceCommand()], { cwd });
    assert.match(stdout, /^[^\n]+\n0\n$/);
  }));
