/** More records than memory has room for wait on disk: here because another program has the database locked meanwhile. */
import assert from "node:assert/strict";
import { readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { integrity, query, runWords, start } from "./recorded.ts";
import { inDirectory, targets } from "./runtimes.ts";

const CALLS = 20_000;

const PROGRAM = `import { existsSync } from "node:fs";
function step(...texts) { return texts.length; }
const text = "x".repeat(1000);
step(text, text, text);
console.log("ready");
const pause = new Int32Array(new SharedArrayBuffer(4));
const until = (file) => { while (!existsSync(file)) Atomics.wait(pause, 0, 0, 5); };
until("locked");
for (let n = 1; n < ${CALLS}; n++) step(text, text, text);
console.log("filled");
until("free");
`;

/** The files that a process has open. */
function openFiles(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return "";
    }
  });
}

test(
  "records that memory has no room for while the database is locked are all there in the end",
  { skip: process.platform !== "linux" },
  () =>
    inDirectory(async (cwd) => {
      const [, bun] = targets;
      writeFileSync(join(cwd, "program.mjs"), PROGRAM);
      const traced = start(
        runWords(bun, "--max-traces", "0", "--max-string", "1000", "--ring-size", "128M", "program.mjs"),
        { cwd, path: bun.path },
      );
      await traced.prints("ready");
      const other = new DatabaseSync(join(cwd, "traces.sqlite"), { timeout: 10_000 });
      other.exec("BEGIN IMMEDIATE");
      writeFileSync(join(cwd, "locked"), "");
      await traced.prints("filled");
      while (!openFiles(traced.child.pid!).some((file) => file.includes("-spill-"))) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      other.exec("COMMIT");
      other.close();
      writeFileSync(join(cwd, "free"), "");
      assert.equal(await traced.ends(), 0);
      const [{ calls, lost }] = query(
        cwd,
        "SELECT sum(f.name = 'step' AND t.kind = 0) AS calls, max(t.lost) AS lost FROM traces t JOIN functions f ON f.id = t.function",
      );
      assert.deepEqual([calls, lost, integrity(cwd)], [CALLS, null, "ok"]);
      assert.deepEqual(readdirSync(cwd).filter((name) => name.includes("spill")), []);
    }),
);
