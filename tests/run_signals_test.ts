/** Signals to tstrace reach the program, and its end is tstrace's end. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { environment, inDirectory, targets, traces, tstraceCommand } from "./runtimes.ts";

const WAITING = `
function wait(ms: number): void { setTimeout(() => {}, ms); }
wait(30_000);
console.log("ready");
`;

const HANDLING = `
import process from "node:process";
function stop(signal: string): void { console.log(signal); process.exit(5); }
process.on("SIGTERM", () => stop("SIGTERM"));
setTimeout(() => {}, 30_000);
console.log("ready");
`;

for (const target of targets) {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
    test(`${target.name}: ${signal} ends the program, and tstrace exits with ${status}`, () =>
      inDirectory(async (cwd) => {
        const { code, stderr } = await interrupted(target, cwd, WAITING, signal);
        assert.equal(code, status, stderr);
        assert.ok(traces(cwd).some(({ kind, func }) => kind === "call" && func === "wait"));
        assert.deepEqual(readdirSync(cwd).sort(), ["program.ts", "traces.sqlite"]);
      }));
  }

  test(`${target.name}: a program that handles SIGTERM has its way`, () =>
    inDirectory(async (cwd) => {
      const { code, stdout } = await interrupted(target, cwd, HANDLING, "SIGTERM");
      assert.equal(stdout, "ready\nSIGTERM\n");
      assert.equal(code, 5);
      assert.ok(traces(cwd).some(({ kind, func }) => kind === "call" && func === "stop"));
    }));
}

/** Runs `text` traced, sends tstrace `signal` when the program says that it is ready, and waits for the end. */
async function interrupted(target: typeof targets[number], cwd: string, text: string, signal: NodeJS.Signals) {
  const script = join(cwd, "program.ts");
  writeFileSync(script, text);
  const options = target.plain.filter((word) => word === "-A");
  const words = tstraceCommand("run", "--runtime", target.runtime, ...options, script);
  const env = environment({ path: target.path });
  const child = spawn(words[0], words.slice(1), { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
  let [stdout, stderr] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (chunk) => stderr += chunk);
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    const before = stdout.includes("ready");
    stdout += chunk;
    if (!before && stdout.includes("ready")) child.kill(signal);
  });
  const [code] = await once(child, "close");
  clearTimeout(timer);
  return { code, stdout, stderr };
}
