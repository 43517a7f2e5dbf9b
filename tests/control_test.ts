/** What is said of a recording while it runs: in every runtime, by both ways that traces leave a program. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { query, runWords, start } from "./recorded.ts";
import { play } from "./reader_play.ts";
import type { Step } from "./reader_protocol.ts";
import { inDirectory, runTstrace, type Target, targets, tstraceCommand } from "./runtimes.ts";

const PARTS = `export function f(n) { return n; }\nexport class Cart { total(n) { return f(n); } }\n`;
const WAIT = `
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers";
export const until = async (file) => { while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 2)); };
`;
/** Goes on whenever there is a file of that name. */
const MAIN = `
import { Worker } from "node:worker_threads";
import { Cart, f } from "./parts.mjs";
import { until } from "./wait.mjs";
let n = 0;
function round(name) { n++; f(n); new Cart().total(n); console.log(name); }
round("one"); await until("one");
round("two"); await until("two");
const worker = new Worker(new URL("./thread.mjs", import.meta.url));
await new Promise((resolve) => worker.on("exit", resolve));
round("three"); await until("three");
round("four"); await until("four");
round("five");
`;
const THREAD = `
import { f } from "./parts.mjs";
import { until } from "./wait.mjs";
console.log("thread");
await until("thread");
f("in a thread");
`;

const ways = targets.flatMap((target) => [[target, "shared"], [target, "worker"]] as const);
// What tells it lies where Deno lets a program read that may not do everything.
const narrow = { ...targets[0], name: "Deno without -A", plain: [] };

for (const [target, transport] of [...ways, [narrow, "worker"]] as const) {
  test(`${target.name}, ${transport}: functions are muted and a recording is paused while it runs, in later threads too`, () =>
    inDirectory(async (cwd) => {
      const files = { "main.mjs": MAIN, "parts.mjs": PARTS, "wait.mjs": WAIT, "thread.mjs": THREAD };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
      const words = runWords(target, "--transport", transport, "--exclude", "wait.mjs", ...reads(target), "main.mjs");
      const env: Record<string, string> = target === narrow ? { TSTRACE_RING_DIRECTORY: "" } : {};
      const program = start(words, { cwd, path: target.path, env });
      const ctl = (...rest: string[]): string => {
        const { stdout, stderr, status } = runTstrace(["ctl", ...rest], { cwd, env });
        assert.deepEqual([stderr, status], ["", 0]);
        return stdout;
      };
      const goOn = (name: string): void => writeFileSync(join(cwd, name), "");
      await program.prints("one\n");
      ctl("mute", "f");
      goOn("one");
      await program.prints("two\n");
      goOn("two");
      await program.prints("thread\n");
      // Once a record of the module is stored, the functions of that thread are known and muted.
      const known = `SELECT count(DISTINCT thread) AS count FROM traces JOIN functions ON functions.id = function
        JOIN modules ON modules.id = module WHERE path LIKE '%parts.mjs'`;
      while (query(cwd, known)[0].count !== 2) await turn();
      goOn("thread");
      await program.prints("three\n");
      const status = JSON.parse(ctl("status", "--json"));
      assert.deepEqual([status.paused, status.muted], [false, ["f"]]);
      ctl("unmute");
      ctl("pause");
      goOn("three");
      await program.prints("four\n");
      assert.match(ctl("status"), /^paused .*traces\.sqlite\n/);
      ctl("resume");
      goOn("four");
      assert.equal(await program.ends(), 0, program.stderr);
      assert.match(program.stderr, / 0 lost, 5 calls muted, /);
      const calls = query(cwd, "SELECT func, args FROM calls WHERE func NOT LIKE 'new %' ORDER BY id").map((
        { func, args },
      ) => [func, args]);
      const round = (n: number, ...ofF: unknown[][]): unknown[][] => [
        ["round", expected(n)],
        ...ofF,
        ["Cart.total", `n = ${n}`],
        ...ofF,
      ];
      const names = ["one", "two", "three", "four", "five"];
      const expected = (n: number): string => `name = "${names[n - 1]}"`;
      assert.deepEqual(calls, [
        ...round(1, ["f", "n = 1"]),
        ...round(2),
        ...round(3),
        ...round(5, ["f", "n = 5"]),
      ]);
      assert.deepEqual(query(cwd, "SELECT func, muted, counted FROM held"), [{ func: "f", muted: 5, counted: 0 }]);
      const notes = query(
        cwd,
        "SELECT value FROM args JOIN traces ON traces.id = trace WHERE kind = 3 ORDER BY trace",
      );
      const told = ['"tstrace muted"', '"f"', '"tstrace unmuted"', '"f"', '"tstrace paused"', '"tstrace resumed"'];
      assert.deepEqual([...new Set(notes.map(({ value }) => value))].sort(), [...new Set(told)].sort());
      const { stderr, status: exitCode } = runTstrace(["ctl", "status"], { cwd });
      assert.match(stderr, /^tstrace: no recording into traces\.sqlite is running[^\n]*\n$/);
      assert.equal(exitCode, 1);
    }));
}

/** What a program needs that waits for files. */
function reads({ plain }: Target): string[] {
  return plain.length === 0 ? ["--allow-read"] : [];
}

/** Lets other things happen. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

for (const target of targets) {
  test(`${target.name}: the reader's keys mute the function of a row and pause the recording`, () =>
    inDirectory(async (cwd) => {
      for (const [name, text] of Object.entries({ "parts.mjs": PARTS, "wait.mjs": WAIT })) {
        writeFileSync(join(cwd, name), text);
      }
      const main = `
      import { f } from "./parts.mjs";
      import { until } from "./wait.mjs";
      f(1); console.log("one"); await until("one"); f(2); console.log("two"); await until("two"); f(3);`;
      writeFileSync(join(cwd, "main.mjs"), main);
      const words = runWords(target, "--exclude", "wait.mjs", "main.mjs");
      const program = start(words, { cwd, path: target.path });
      await program.prints("one\n");
      const database = join(cwd, "traces.sqlite");
      const press = (...steps: Step[]): void => {
        const command = tstraceCommand("read", "--db", database);
        play(target, database, [{ wait: "n = number: 1" }, ...steps, { send: "q" }, { exit: true }], {
          command,
          columns: 140,
        });
      };
      const told = async (event: string): Promise<void> => {
        while (query(cwd, `SELECT 1 FROM traces WHERE args LIKE '%tstrace ${event}%'`).length === 0) await turn();
      };
      press({ send: "4gM" }, { wait: "f is recorded no longer" });
      await told("muted");
      writeFileSync(join(cwd, "one"), "");
      await program.prints("two\n");
      press({ send: "P" }, { wait: "is paused" });
      await told("paused");
      writeFileSync(join(cwd, "two"), "");
      assert.equal(await program.ends(), 0, program.stderr);
      const calls = query(cwd, "SELECT args FROM calls WHERE func = 'f'").map(({ args }) => args);
      assert.deepEqual([calls, query(cwd, "SELECT muted FROM held")], [["n = 1"], [{ muted: 1 }]]);
    }));
}

test("what makes no sense to tell a recording is one line", () =>
  inDirectory((cwd) => {
    const mistakes: [string[], RegExp][] = [
      [["ctl"], /missing required argument 'action'/],
      [["ctl", "stop"], /stop.*pause, resume, mute, unmute, status/],
      [["ctl", "mute"], /name the functions/],
      [["ctl", "pause", "f"], /takes no functions/],
      [["ctl", "pause", "--json"], /--json is for/],
    ];
    for (const [words, line] of mistakes) {
      const { stderr, status } = runTstrace(words, { cwd });
      assert.match(stderr, line);
      assert.match(stderr, /^tstrace: [^\n]+\n$/);
      assert.equal(status, 2);
    }
  }));
