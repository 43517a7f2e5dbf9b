/** A recording ends when the last traced process ends, and tstrace says what it waits for. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { query, runWords, start } from "./recorded.ts";
import { inDirectory, targets } from "./runtimes.ts";

/** Starts itself once more, to outlive the first. */
const PROGRAM = `import { spawn, spawnSync } from "node:child_process";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import process from "node:process";
function first() { return "first"; }
function second() { return "second"; }
const [go, isSecond] = process.argv.slice(2);
if (isSecond) {
  second();
  const timer = setInterval(() => {
    if (!existsSync(go)) return;
    second();
    clearInterval(timer);
    // A child of its own, which inherits the hook.
    const { status } = spawnSync(process.execPath, ["-e", "0"], { stdio: "ignore" });
    writeFileSync(go + ".new", String(status));
    renameSync(go + ".new", go + ".done");
  }, 5);
} else {
  const before = globalThis.Deno ? ["run", "-A"] : [];
  const words = [...before, process.argv[1], go, "second"];
  spawn(process.execPath, words, { detached: true, stdio: "ignore" }).unref();
  console.log(first());
}
`;

for (const target of targets) {
  for (const transport of ["shared", "worker"]) {
    test(`${target.name}, ${transport}: a process that outlives the program is waited for, and named`, () =>
      inDirectory(async (cwd) => {
        writeFileSync(join(cwd, "program.mjs"), PROGRAM);
        const go = join(cwd, "go");
        const words = runWords(target, "--transport", transport, "program.mjs", go);
        const traced = start(words, { cwd, path: target.path });
        await traced.prints("waiting for process");
        assert.match(
          traced.stderr,
          /^tstrace: waiting for process \d+ \(\S*(deno|bun|node)\S* .*\); Ctrl-C ends the recording\n$/,
        );
        writeFileSync(go, "");
        assert.equal(await traced.ends(), 0);
        const [{ calls }] = query(
          cwd,
          "SELECT count(*) AS calls FROM calls WHERE func = 'second' AND result IS NOT NULL",
        );
        assert.equal(calls, 2);
        assert.equal(query(cwd, "SELECT status FROM recordings")[0].status, "exited 0");
      }));
  }
}

test("Ctrl-C ends the waiting; the process goes on, its children start, and nothing of it is in the way", () =>
  inDirectory(async (cwd) => {
    const rings = join(cwd, "rings");
    mkdirSync(rings, { mode: 0o700 });
    const [, , node] = targets;
    writeFileSync(join(cwd, "program.mjs"), PROGRAM);
    const go = join(cwd, "go");
    const env = { TSTRACE_RING_DIRECTORY: rings };
    const traced = start(runWords(node, "program.mjs", go), { cwd, path: node.path, env });
    await traced.prints("waiting for process");
    const pid = Number(/process (\d+)/.exec(traced.stderr)?.[1]);
    traced.child.kill("SIGINT");
    assert.equal(await traced.ends(), 0);
    assert.match(traced.stderr, new RegExp(`; exited 0, still running: process ${pid} `));
    assert.match(String(query(cwd, "SELECT status FROM recordings")[0].status), /^exited 0, still running: process /);
    const [directory] = readdirSync(rings);
    assert.deepEqual(readdirSync(join(rings, directory)), ["hook.cjs"]);
    process.kill(pid, 0);
    writeFileSync(go, "");
    while (!existsSync(`${go}.done`)) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(readFileSync(`${go}.done`, "utf8"), "0");
  }));
