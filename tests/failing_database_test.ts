/** Whatever happens to the database while it is recorded into: one message, a valid database, and a program that never notices. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { integrity, query, runWords, start, type Started } from "./recorded.ts";
import { inDirectory, runTstrace, targets } from "./runtimes.ts";

/** Goes on with each line on a pipe, so that a test can do something in between. */
const PROGRAM = `import { openSync, readSync, existsSync } from "node:fs";
function step(n) { return "x".repeat(100) + n; }
function round(first) { let size = 0; for (let n = first; n < first + 1000; n++) size += step(n).length; return size; }
const pause = new Int32Array(new SharedArrayBuffer(4));
let total = round(0);
console.log("ready");
while (!existsSync(process.argv[2])) { total += round(0); Atomics.wait(pause, 0, 0, 20); }
total = round(0);
console.log("end", total);
`;

const [, bun, node] = targets;
const ways = [
  { name: "Node, shared", target: node, transport: "shared" },
  { name: "Bun, worker", target: bun, transport: "worker" },
  { name: "Node, worker", target: node, transport: "worker" },
] as const;

/** Runs the program, with something that happens to the database in the middle. */
async function runWith(
  way: typeof ways[number],
  cwd: string,
  database: string,
  event: (traced: Started) => void | Promise<void>,
): Promise<{ stdout: string; status: number | null; said: string[] }> {
  const script = join(cwd, "program.mjs");
  writeFileSync(script, PROGRAM);
  const rings = join(cwd, "rings");
  mkdirSync(rings, { mode: 0o700 });
  const go = join(cwd, "go");
  const words = runWords(way.target, "--db", database, "--transport", way.transport, script, go);
  const traced = start(words, { cwd, path: way.target.path, env: { TSTRACE_RING_DIRECTORY: rings } });
  await traced.prints("ready");
  await untilStored(database);
  await event(traced);
  writeFileSync(go, "");
  const status = await traced.ends();
  const said = traced.stderr.split("\n").filter((line) => line.startsWith("tstrace:"));
  assert.equal(traced.stdout, "ready\nend 102890\n");
  assert.equal(status, 0);
  return { stdout: traced.stdout, status, said };
}

/** Waits until traces are in the database. */
async function untilStored(database: string): Promise<void> {
  const reader = new DatabaseSync(database, { timeout: 10_000 });
  const count = reader.prepare("SELECT count(*) AS count FROM traces");
  while (Number(count.get()?.count) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  reader.close();
}

/** Whether a small file system can be mounted, for tests of a full and of a read-only one. */
const canMount: boolean = process.platform === "linux" && process.getuid?.() === 0;

/** Gives `body` a directory on a file system of so many KiB. */
async function onSmallDisk(kib: number, body: (directory: string, cwd: string) => Promise<void>): Promise<void> {
  await inDirectory(async (cwd) => {
    const directory = join(cwd, "disk");
    mkdirSync(directory);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kib}k`, "tmpfs", directory]);
    assert.equal(mounted.status, 0, String(mounted.stderr));
    try {
      await body(directory, cwd);
    } finally {
      spawnSync("umount", ["-l", directory]);
    }
  });
}

/** Waits until nothing more fits onto the file system, or tstrace has said something. */
async function untilFull(directory: string, traced: Started): Promise<void> {
  for (let free = Infinity; free > 64 && !traced.stderr.includes("tstrace:");) {
    const { bavail, bsize } = statfsSync(directory);
    free = bavail * bsize / 1024;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Has the file system stay full, whatever SQLite gives back. */
function takeTheRest(directory: string): void {
  const file = openSync(join(directory, "rest"), "w");
  try {
    for (const piece = new Uint8Array(4096);;) writeSync(file, piece);
  } catch {
    closeSync(file);
  }
}

for (const way of ways) {
  test(
    `${way.name}: a full disk is one message, and what was stored before is there`,
    { skip: !canMount },
    () =>
      onSmallDisk(3000, async (disk, cwd) => {
        const database = join(disk, "traces.sqlite");
        const { said } = await runWith(way, cwd, database, async (traced) => {
          await untilFull(disk, traced);
          takeTheRest(disk);
        });
        assert.match(said[0], /^tstrace: traces cannot be stored for now: .*full/);
        assert.equal(said.filter((line) => /cannot|full/.test(line)).length, 1, said.join("\n"));
        assert.equal(integrity(disk), "ok");
        const count = (): number => Number(query(disk, "SELECT count(*) AS count FROM traces")[0].count);
        const before = count();
        assert.ok(before > 1000);
        if (way.transport !== "shared") return;
        assert.match(said[1] ?? "", /^tstrace: what is not stored is kept: tstrace recover /, said.join("\n"));
        spawnSync("mount", ["-o", "remount,size=200m", disk]);
        const env = { TSTRACE_RING_DIRECTORY: join(cwd, "rings") };
        const recovered = runTstrace(["recover"], { cwd, env });
        assert.match(recovered.stdout, /^[\d ]+ traces recovered, /, recovered.stderr);
        assert.ok(count() > before);
        assert.equal(query(disk, "SELECT lost FROM recordings")[0].lost, 0, recovered.stdout);
        assert.deepEqual([readdirSync(join(cwd, "rings")), integrity(disk)], [[], "ok"]);
      }),
  );

  test(
    `${way.name}: a disk that becomes read-only stops the recording with one message`,
    { skip: !canMount },
    () =>
      onSmallDisk(200_000, async (disk, cwd) => {
        const database = join(disk, "traces.sqlite");
        const { said } = await runWith(way, cwd, database, () => {
          // Where a file is open for writing it cannot be: so the file system is mounted once more, read-only, over it.
          const done = spawnSync("mount", ["-o", "remount,ro,bind", disk, disk]);
          if (done.status !== 0) spawnSync("mount", ["-o", "remount,size=4k", disk]);
        });
        assert.ok(said.length <= 2, said.join("\n"));
        spawnSync("mount", ["-o", "remount,rw,size=200m", disk]);
        assert.equal(integrity(disk), "ok");
      }),
  );

  test(`${way.name}: a database that is deleted stops the recording with one message`, () =>
    inDirectory(async (cwd) => {
      const database = join(cwd, "traces.sqlite");
      const { said } = await runWith(way, cwd, database, async ({ prints }) => {
        rmSync(database);
        await prints("deleted or replaced");
      });
      assert.deepEqual(said.length, 1, said.join("\n"));
      assert.match(said[0], /traces\.sqlite was deleted or replaced while recording$/);
      assert.equal(existsSync(database), false);
    }));

  test(`${way.name}: a database that is replaced is left alone`, () =>
    inDirectory(async (cwd) => {
      const database = join(cwd, "traces.sqlite");
      const { said } = await runWith(way, cwd, database, async ({ prints }) => {
        for (const name of ["", "-wal", "-shm"]) {
          if (existsSync(database + name)) renameSync(database + name, join(cwd, `moved.sqlite${name}`));
        }
        const other = new DatabaseSync(database);
        other.exec("PRAGMA journal_mode = WAL; CREATE TABLE mine (a); INSERT INTO mine VALUES (1), (2)");
        other.close();
        await prints("deleted or replaced");
      });
      assert.deepEqual(said.length, 1, said.join("\n"));
      assert.equal(query(cwd, "SELECT count(*) AS count FROM mine")[0].count, 2);
      assert.deepEqual([integrity(cwd), integrity(cwd, "moved.sqlite")], ["ok", "ok"]);
    }));

  test(`${way.name}: a database that another program has locked is waited for`, () =>
    inDirectory(async (cwd) => {
      const database = join(cwd, "traces.sqlite");
      const { said } = await runWith(way, cwd, database, async ({ prints }) => {
        const other = new DatabaseSync(database, { timeout: 10_000 });
        other.exec("BEGIN IMMEDIATE");
        await prints("tstrace: ");
        other.exec("COMMIT");
        other.close();
      });
      assert.match(said[0], /^tstrace: traces cannot be stored for now: .*locked/);
      assert.match(said[1], /traces kept, \d+ lost, /);
      assert.equal(said.length, 2, said.join("\n"));
      assert.equal(integrity(cwd), "ok");
      const [{ ended }] = query(cwd, "SELECT status AS ended FROM recordings");
      assert.equal(ended, "exited 0");
    }));
}

test(
  "a directory that cannot be written is refused before the program runs",
  { skip: !canMount },
  () =>
    onSmallDisk(1000, async (disk, cwd) => {
      writeFileSync(join(cwd, "program.mjs"), "console.log('ran');\n");
      spawnSync("mount", ["-o", "remount,ro", disk]);
      const words = ["run", "--runtime", "node", "--db", join(disk, "traces.sqlite"), "program.mjs"];
      const { status, stdout, stderr } = runTstrace(words, { cwd, path: node.path });
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, /^tstrace: cannot write traces to .*\n$/);
      assert.deepEqual(readdirSync(disk), []);
      await Promise.resolve();
    }),
);
