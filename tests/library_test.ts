/** A program that traces itself by the library, or by `tstrace/register`; in all four runtimes, as the package has them. */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundler.ts";
import { inDirectory, type PrintedTrace, type Result, root, run, type Target, targets, traces } from "./runtimes.ts";

const directory = realpathSync(mkdtempSync(join(tmpdir(), "tstrace-library-")));
after(() => rmSync(directory, { recursive: true, force: true }));
bundle("mod.ts", join(directory, "mod.mjs"), "esm");
copyFileSync(join(root, "dist", "dumper.mjs"), join(directory, "dumper.mjs"));
const LIBRARY = JSON.stringify(pathToFileURL(join(directory, "mod.mjs")).href);
const REGISTER = join(directory, "register.mjs");
writeFileSync(REGISTER, `import { register } from "./mod.mjs";\nregister();\n`);

const WORK = `
export function double(n) { return n * 2; }
export async function later(n) { await null; return double(n); }
export function fail() { throw new Error("no"); }
`;

/** Runs `program` beside a module `work.mjs`; `register` has it traced from its start. */
function runProgram(target: Target, cwd: string, program: string, register = false, words = target.plain): Result {
  writeFileSync(join(cwd, "work.mjs"), WORK);
  writeFileSync(join(cwd, "program.mjs"), program);
  const option = target.runtime === "node" ? "--import" : "--preload";
  return run([...words, ...(register ? [option, REGISTER] : []), "program.mjs"], { cwd });
}

/** Calls of functions, as they follow one another. */
function calls(all: readonly PrintedTrace[]): string[] {
  return all.filter(({ kind, func }) => kind === "call" && func !== "<module>").map(({ func, args }) => {
    return `${func}(${args.map(({ value }) => value).join()})`;
  });
}

function statuses(cwd: string): unknown[] {
  const db = new DatabaseSync(join(cwd, "traces.sqlite"));
  try {
    return db.prepare("SELECT status FROM recordings ORDER BY id").all().map(({ status }) => status);
  } finally {
    db.close();
  }
}

for (const target of targets) {
  test(`${target.name}: modules that are loaded between start and stop are traced, and again after another start`, () =>
    inDirectory((cwd) => {
      const program = `
import { start, stop, tracing } from ${LIBRARY};
const problem = (body) => { try { body(); } catch (error) { console.log(error.name + ": " + error.message); } };
problem(() => stop());
problem(() => start({ database: "x" }));
const trace = start();
problem(() => start());
const { double, later } = await import("./work.mjs");
double(1);
await later(2);
stop();
double(3);
trace[Symbol.dispose]();
problem(() => stop());
problem(() => start({ include: ["lib"] }));
{
  using again = tracing({ append: true });
  double(4);
}
double(5);
problem(() => start({ from: "fnc == 'double'" }));
start({ append: true, around: "func == 'double' and arg.n == 7", window: 0 });
double(6);
double(7);
stop();
console.log(trace.db);
`;
      const { stdout, stderr, status } = runProgram(target, cwd, program);
      assert.equal(status, 0, stderr);
      assert.deepEqual(stdout.trim().split("\n"), [
        "TstraceError: tracing has not been started, or has been stopped already",
        "TstraceError: there is no tracing option database, the options are db maxTraces maxSize ringSize clock append root include exclude from until around window onException slowerThan stall redact autoMute budget",
        `TstraceError: tracing has been started already, into ${join(cwd, "traces.sqlite")}: stop it first`,
        "TstraceError: tracing has not been started, or has been stopped already",
        "TstraceError: cannot trace other things than before: root, include, exclude and redact are those of the first start",
        "TstraceError: the tracing option from: there is no field fnc, did you mean func?",
        "  fnc == 'double'",
        "  ^^^",
        join(cwd, "traces.sqlite"),
      ]);
      assert.deepEqual(calls(traces(cwd)), ["double(1)", "later(2)", "double(2)", "double(4)", "double(7)"]);
      assert.deepEqual(statuses(cwd), ["stopped", "stopped", "stopped"]);
    }));

  test(`${target.name}: a program that loads tstrace/register first is traced to its end, whichever it is`, async () => {
    const begin = `import { double, fail } from "./work.mjs";\nimport process from "node:process";\ndouble(1);\n`;
    const endings: [program: string, status: number | null, recorded: unknown][] = [
      ["", 0, "exited 0"],
      ["process.exit(3);", 3, "exited 3"],
      ["fail();", 1, undefined],
      [`process.kill(process.pid, "SIGTERM");\nsetTimeout(() => {}, 30000);`, null, undefined],
    ];
    for (const [program, expected, recorded] of endings) {
      await inDirectory((cwd) => {
        const { stderr, status } = runProgram(target, cwd, begin + program, true);
        assert.equal(status, expected, stderr);
        const all = traces(cwd);
        assert.deepEqual(calls(all).slice(0, 1), ["double(1)"]);
        assert.equal(
          all.filter(({ kind, func }) => kind === "exception" && func === "fail").length,
          +program.startsWith("fail"),
        );
        if (recorded !== undefined) assert.deepEqual(statuses(cwd), [recorded]);
      });
    }
  });

  test(`${target.name}: what is asked not to be shown is not, and a budget holds hot functions back`, () =>
    inDirectory((cwd) => {
      const program = `
import { start, stop } from ${LIBRARY};
start({ redact: ["n"], autoMute: 1_000_000_000, budget: 0.01 });
const { double } = await import("./work.mjs");
for (let i = 0; i < 3e6; i++) double(i);
stop();
`;
      const { stderr, status } = runProgram(target, cwd, program);
      assert.deepEqual([stderr, status], ["", 0]);
      const db = new DatabaseSync(join(cwd, "traces.sqlite"));
      try {
        const [held] = db.prepare("SELECT func, sum(muted + counted) AS count FROM held").all();
        assert.ok(held.func === "double" && Number(held.count) > 1000, JSON.stringify(held));
        const [call] = db.prepare("SELECT args FROM calls WHERE func = 'double' ORDER BY id LIMIT 1").all();
        assert.equal(call.args, "n = [redacted]");
      } finally {
        db.close();
      }
    }));

  test(`${target.name}: a thread that traces itself joins the recording of its process`, () =>
    inDirectory((cwd) => {
      const program = `
import { isMainThread, Worker } from "node:worker_threads";
import { start, stop } from ${LIBRARY};
start();
const { double } = await import("./work.mjs");
double(isMainThread ? 1 : 2);
if (isMainThread) await new Promise((resolve) => new Worker(new URL(import.meta.url)).on("exit", resolve));
stop();
`;
      const { stderr, status } = runProgram(target, cwd, program);
      assert.equal(status, 0, stderr);
      const all = traces(cwd).filter(({ kind, func }) => kind === "call" && func === "double");
      // Each thread has its own dumper: which is first is open.
      assert.deepEqual(all.map(({ args }) => args[0].value).toSorted(), ["1", "2"]);
      assert.equal(new Set(all.map(({ pid }) => pid)).size, 1);
      assert.equal(new Set(all.map(({ tid }) => tid)).size, 2);
      assert.deepEqual(statuses(cwd), ["stopped"]);
    }));
}

test("Deno: a program that may not write the database runs untraced, and a line says why", () =>
  inDirectory((cwd) => {
    const words = [...targets[0].plain.slice(0, 2), "--allow-read"];
    const result = runProgram(
      targets[0],
      cwd,
      `import { double } from "./work.mjs"; console.log(double(2));`,
      true,
      words,
    );
    assert.deepEqual([result.stdout, result.status], ["4\n", 0]);
    assert.equal(
      result.stderr,
      `tstrace: this program runs untraced: cannot trace: this program may not write ${join(cwd, "traces.sqlite")}\n`,
    );
  }));
