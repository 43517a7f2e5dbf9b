import assert from "node:assert/strict";
import { test } from "node:test";
import { endingOf, isForeground, runProgram } from "./child.ts";

test("a program's exit code is its own, and a signal's is 128 and its number", () => {
  assert.deepEqual(endingOf(3, null), { exitCode: 3, status: "exited 3" });
  assert.deepEqual(endingOf(null, "SIGTERM"), { exitCode: 143, status: "killed by SIGTERM" });
  assert.equal(endingOf(null, "SIGKILL", true).status, "killed by SIGKILL, out of memory");
  assert.deepEqual(endingOf(null, "SIGKILL"), { exitCode: 137, status: "killed by SIGKILL" });
});

test("a program is run and waited for", async () => {
  const environment = { CODE: "7" };
  const program = { executable: "/bin/sh", arguments: ["-c", "exit $CODE"], environment };
  assert.equal((await runProgram(program)).exitCode, 7);
  const killed = { executable: "/bin/sh", arguments: ["-c", "kill -HUP $$"], environment };
  assert.equal((await runProgram(killed)).exitCode, 129);
});

test("a program that cannot be started is one line", async () => {
  const program = { executable: "/no/such/program", arguments: [], environment: {} };
  await assert.rejects(runProgram(program), { name: "TstraceError", message: /cannot start \/no\/such\/program/ });
});

test("the foreground is found in the text of Linux, whatever the program is called", () => {
  assert.equal(isForeground("12 (odd ) name) S 1 12 12 34816 12 4194304"), true);
  assert.equal(isForeground("12 (bun) S 1 12 10 34816 10 4194304"), false);
  assert.equal(isForeground("12 (bun) S 1 12 12 0 -1 4194304"), false);
});
