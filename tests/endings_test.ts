/** However a program ends, what it recorded is stored, its last calls are unfinished, and its end is told. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { integrity, query, runWords, start } from "./recorded.ts";
import { inDirectory, run, type Target, targets, traces } from "./runtimes.ts";

const CALLS = 500;

/** A program that ends in the middle of `end`, after `CALLS` calls of `step`. */
const program = (end: string): string => `
import process from "node:process";
function step(n) { return n + 1; }
function end() { ${end} }
let n = 0;
while (n < ${CALLS}) n = step(n);
end();
`;

/** The engine runs into its own limit; Bun has none, so it asks for more than there can be. */
const FILLS_HEAP: Readonly<Record<string, string>> = {
  V8: "const all = []; for (;;) all.push(new Array(1000).fill(all.length + 0.5));",
  JSC: `process.kill(process.pid, "SIGABRT"); for (;;);`,
};

/** Reads memory where there is none; in Node only a signal says so, as it cannot call C. */
const CRASHES: Readonly<Record<string, string>> = {
  deno: "new Deno.UnsafePointerView(Deno.UnsafePointer.create(8n)).getInt32(0);",
  bun: "Bun.FFI.read.u8(8, 0);",
  node: `process.kill(process.pid, "SIGSEGV"); for (;;);`,
};

interface Ending {
  code: string;
  /** The exit code of tstrace and the status, where they are the same in all runtimes. */
  exit?: number;
  status: RegExp;
  options?: string[];
}

function endings(target: Target): Record<string, Ending> {
  const isBun = target.runtime === "bun";
  const limit = target.runtime === "deno" ? ["--v8-flags=--max-old-space-size=40"] : ["--max-old-space-size=40"];
  return {
    "a crash": { code: CRASHES[target.runtime], status: /^killed by SIG(SEGV|ILL|TRAP|ABRT)$/ },
    "SIGKILL": { code: `process.kill(process.pid, "SIGKILL"); for (;;);`, exit: 137, status: /^killed by SIGKILL$/ },
    "abort": { code: "process.abort();", exit: 134, status: /^killed by SIGABRT$/ },
    "reallyExit": { code: "process.reallyExit(7);", exit: 7, status: /^exited 7$/ },
    "exit": { code: "(globalThis.Deno ?? process).exit(5);", exit: 5, status: /^exited 5$/ },
    "an uncaught error": { code: "throw new Error('no');", exit: 1, status: /^exited 1$/ },
    "a full heap": {
      code: FILLS_HEAP[isBun ? "JSC" : "V8"],
      status: /^killed by SIG(ABRT|TRAP|ILL)$/,
      options: isBun ? [] : limit,
    },
  };
}

for (const target of targets) {
  for (const [name, { code, exit, status, options = [] }] of Object.entries(endings(target))) {
    test(`${target.name}: ${name} loses nothing, and the summary says so`, () =>
      inDirectory((cwd) => {
        writeFileSync(join(cwd, "program.mjs"), program(code));
        const plain = run([...target.plain, ...options, "program.mjs"], { cwd, path: target.path });
        const traced = run(runWords(target, ...options, "program.mjs"), { cwd, path: target.path });
        assert.equal(traced.stdout, plain.stdout);
        if (exit !== undefined) assert.equal(traced.status, exit, traced.stderr);
        const all = traces(cwd);
        const returned = all.filter(({ kind, func }) => kind === "return" && func === "step");
        assert.deepEqual(returned.map(({ args }) => Number(args[0].value)), numbers(1, CALLS));
        assert.equal(all.filter(({ kind, func }) => kind === "call" && func === "end").length, 1);
        const [recording] = query(cwd, "SELECT status, lost, ended_ms > started_ms AS ended FROM recordings");
        assert.match(String(recording.status), status);
        assert.deepEqual([recording.lost, recording.ended], [0, 1]);
        assert.ok(traced.stderr.endsWith(`, traces.sqlite; ${recording.status}\n`), traced.stderr);
        if (name !== "an uncaught error") assert.deepEqual(unfinished(cwd), ["<module>", "end"]);
        assert.equal(integrity(cwd), "ok");
      }));
  }

  test(`${target.name}: Ctrl-C ends an endless loop, and nothing is lost`, () =>
    inDirectory(async (cwd) => {
      writeFileSync(join(cwd, "program.mjs"), program(`console.log("ready"); for (;;);`));
      const started = start(runWords(target, "program.mjs"), { cwd, path: target.path });
      await started.prints("ready");
      started.child.kill("SIGINT");
      assert.equal(await started.ends(), 130);
      assert.match(started.stderr, /; killed by SIGINT\n$/);
      assert.deepEqual(unfinished(cwd), ["<module>", "end"]);
      assert.equal(traces(cwd).filter(({ kind, func }) => kind === "return" && func === "step").length, CALLS);
    }));
}

test("a program that ends by itself needs no word about it", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "program.mjs"), "function f() {}\nf();\n");
    const { stderr } = run(runWords(targets[2], "program.mjs"), { cwd, path: targets[2].path });
    assert.match(stderr, /, traces\.sqlite\n$/);
    assert.equal(query(cwd, "SELECT status FROM recordings")[0].status, "exited 0");
  }));

/** Names of the functions whose calls have no end. */
function unfinished(cwd: string): unknown[] {
  const text = `SELECT functions.name FROM traces JOIN functions ON functions.id = function
    WHERE traces.kind = 0 AND leave IS NULL ORDER BY traces.id`;
  return query(cwd, text).map(({ name }) => name);
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
