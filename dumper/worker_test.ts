import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createDatabase, openReader, type Trace } from "../store/mod.ts";
import { Host, MODULE } from "./test_host.ts";
import { int, TestWriter, text } from "./test_writer.ts";

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));
const PROGRAM = fileURLToPath(new URL("./test_program.ts", import.meta.url));

/** Runs a test with a directory and an empty database in it. */
async function withDatabase(body: (database: string, directory: string) => Promise<void> | void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-dumper-"));
  const database = join(directory, "traces.sqlite");
  createDatabase(database, { command: "test", cwd: directory, startedMs: 0, append: false });
  try {
    await body(database, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function traces(database: string): Trace[] {
  const reader = openReader(database);
  try {
    return reader.from(1, 10_000);
  } finally {
    reader.close();
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(condition(), true);
}

/** Builds the Worker as it is built into what users get. */
function bundle(directory: string): string {
  const file = join(directory, "dumper.mjs");
  const root = fileURLToPath(new URL("..", import.meta.url));
  const bun = join(root, "node_modules", "bun", "bin", "bun.exe");
  const args = ["build", WORKER, `--outfile=${file}`, "--target=node", "--format=esm", "--external", "node:*"];
  const built = spawnSync(bun, args, { cwd: root, encoding: "utf8" });
  assert.equal(built.status, 0, built.stderr);
  return file;
}

/** Records, and waits in a Worker that has only just been started. */
async function recordAndFlush(worker: string, database: string): Promise<void> {
  const writer = new TestWriter();
  const host = new Host(worker, database, writer);
  host.post({ type: "module", module: MODULE });
  const call = writer.call(0, 0, [text("x1")]);
  assert.equal(host.flush(), true);
  assert.deepEqual(traces(database).map((row) => [row.func, row.args]), [["total", '\x1eitems\x1f"x1"\x1fstring\x1e']]);
  // What is announced last is known too: nothing here returned to the event loop.
  host.post({ type: "module", module: { ...MODULE, path: "/shop/late.ts", firstFunction: 2 } });
  writer.call(3, call, [int(1), int(2)]);
  const second = new TestWriter({ tid: 2 });
  host.post({ type: "ring", ring: second.buffer, threadName: "worker" });
  second.call(1, 0);
  assert.equal(host.flush(), true);
  assert.equal(host.flush(second), true);
  const rows = traces(database);
  assert.deepEqual(rows.map((row) => [row.module, row.func, row.tid, row.depth]).sort(), [
    ["/shop/cart.ts", "sum", 2, 0],
    ["/shop/cart.ts", "total", 1, 0],
    ["/shop/late.ts", "sum", 1, 1],
  ]);
  assert.deepEqual(host.problems, []);
  await host.worker.terminate();
}

test("a thread that waits for all to be stored waits no longer than that, from the Worker's first moment on", async () => {
  await withDatabase((database) => recordAndFlush(WORKER, database));
});

test("the bundled Worker does the same", async () => {
  await withDatabase((database, directory) => recordAndFlush(bundle(directory), database));
});

test("what is recorded is stored without being asked for", async () => {
  await withDatabase(async (database) => {
    const writer = new TestWriter();
    const host = new Host(WORKER, database, writer);
    writer.call(0, 0);
    await until(() => traces(database).length === 1);
    await host.worker.terminate();
  });
});

test("a Worker keeps no program alive, and works while it ends", async () => {
  await withDatabase((database) => {
    const options = "Deno" in globalThis ? ["run", "-A"] : [];
    const { status, stderr } = spawnSync(process.execPath, [...options, PROGRAM, WORKER, database], {
      encoding: "utf8",
      timeout: 20_000,
      env: { ...process.env, NODE_OPTIONS: "", BUN_OPTIONS: "", NODE_TEST_CONTEXT: "" },
    });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(traces(database).map((row) => row.args), ["\x1ea\x1f1\x1fnumber\x1eb\x1f2\x1fnumber\x1e"]);
  });
});

test("a database that cannot be opened is one message, and nobody is kept waiting", async () => {
  const writer = new TestWriter();
  const host = new Host(WORKER, "/nowhere/traces.sqlite", writer);
  writer.call(0, 0);
  assert.equal(host.flush(), true);
  writer.call(0, 0);
  assert.equal(host.flush(), true);
  await until(() => host.problems.length > 0);
  assert.equal(host.problems.length, 1);
  assert.match(host.problems[0], /nowhere/);
  await host.worker.terminate();
});
