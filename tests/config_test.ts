/** Settings in files, in the environment and on the command line, of recordings in every runtime. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runWords } from "./recorded.ts";
import { inDirectory, run, runTstrace, targets, traces } from "./runtimes.ts";

/** Tells what a child process of it has in its environment, which is to be what it has itself. */
const PROGRAM = `
import { spawnSync } from "node:child_process";
import process from "node:process";
function child() {
  const words = process.versions.deno ? ["run", "-A", "child.mjs"] : ["child.mjs"];
  const { stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return stdout + stderr;
}
process.stdout.write(child());
`;
const CHILD = `
import process from "node:process";
const names = Object.keys(process.env).filter((name) => /TSTRACE/.test(name) && !/RING_DIRECTORY/.test(name));
console.log(JSON.stringify(names));
`;

for (const target of targets) {
  test(`${target.name}: a file of settings holds for the recording, and neither the program nor its children see it`, () =>
    inDirectory((cwd) => {
      const settings = { db: "out.sqlite", exclude: ["child.mjs"], quiet: true, values: false };
      writeFileSync(join(cwd, "package.json"), JSON.stringify({ type: "module", tstrace: settings }));
      writeFileSync(join(cwd, "main.mjs"), PROGRAM);
      writeFileSync(join(cwd, "child.mjs"), CHILD);
      const result = run(runWords(target, "main.mjs"), { cwd, path: target.path });
      assert.deepEqual(result, { stdout: "[]\n", stderr: "", status: 0, signal: null });
      const functions = traces(cwd, "out.sqlite").map(({ func, args }) => [func, args.length]);
      assert.deepEqual(functions, [["<module>", 0], ["child", 0], ["child", 0], ["<module>", 0]]);
    }));
}

test("the command line goes before the environment, and that before the file, in every command", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "tstrace.config.json"), '{ "db": "file.sqlite", "print": { "limit": 1, "json": true } }');
    writeFileSync(join(cwd, "package.json"), "{}");
    mkdirSync(join(cwd, "sub"));
    writeFileSync(join(cwd, "main.mjs"), "function f() {}\nf();\n");
    const { path } = targets[1];
    const record = (env: Record<string, string>, ...words: string[]): void => {
      const result = runTstrace(["run", "--runtime", "bun", ...words, "main.mjs"], { cwd, path, env });
      assert.equal(result.status, 0, result.stderr);
    };
    record({});
    record({ TSTRACE_DB: "env.sqlite" });
    record({ TSTRACE_DB: "env.sqlite" }, "--db", "line.sqlite");
    for (const name of ["file", "env", "line"]) assert.ok(existsSync(join(cwd, `${name}.sqlite`)), name);
    assert.ok(!existsSync(join(cwd, "env.1.sqlite")));
    const lines = (env: Record<string, string>, ...words: string[]): string[] =>
      runTstrace(["print", ...words], { cwd: join(cwd, "sub"), env }).stdout.split("\n").filter(Boolean);
    assert.equal(lines({}).length, 1);
    assert.equal(JSON.parse(lines({})[0]).func, "<module>");
    assert.equal(lines({ TSTRACE_PRINT_LIMIT: "3" }).length, 3);
    assert.equal(lines({ TSTRACE_PRINT_LIMIT: "3" }, "--limit", "2", "--csv").length, 3);
    const { stdout } = runTstrace(["config", "--json"], { cwd: join(cwd, "sub"), env: { TSTRACE_QUIET: "1" } });
    const { file, settings } = JSON.parse(stdout);
    assert.equal(file, join(cwd, "tstrace.config.json"));
    const found = (name: string) => settings.find(({ setting }: { setting: string }) => setting === name);
    const names = { option: "--limit", variable: "TSTRACE_PRINT_LIMIT" };
    const where = `${join(cwd, "tstrace.config.json")}:1`;
    assert.deepEqual(found("print.limit"), { setting: "print.limit", value: 1, source: "file", where, ...names });
    assert.deepEqual([found("quiet").value, found("quiet").where], [true, "TSTRACE_QUIET"]);
    assert.deepEqual([found("depth").value, found("depth").source], [2, "default"]);
  }));

test("a mistake in the file is one line, and nothing is run", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "tstrace.config.json"), '{\n  "maxTraces": "many"\n}\n');
    writeFileSync(join(cwd, "main.mjs"), "console.log('ran');\n");
    for (const words of [["run", "--runtime", "bun", "main.mjs"], ["print"], ["config"], []]) {
      const { stdout, stderr, status } = runTstrace(words, { cwd, path: targets[1].path });
      assert.equal(
        stderr,
        'tstrace: tstrace.config.json:2: maxTraces is "many", and must be a whole number from 0 on\n',
      );
      assert.deepEqual([stdout, status], ["", 2]);
    }
    assert.ok(!existsSync(join(cwd, "traces.sqlite")));
    assert.equal(runTstrace(["doctor"], { cwd, path: targets[1].path }).status, 0);
  }));
