/** `--clock coarse`: times are less exact, and still in order; in all four runtimes, both ways out of the program. */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { join } from "node:path";
import { query, runWords, start } from "./recorded.ts";
import { inDirectory, targets } from "./runtimes.ts";

/** Calls that take a while, make no others, and leave the processor to the dumper: by it alone their ends have a time. */
const PROGRAM = `
import { existsSync } from "node:fs";
const cell = new Int32Array(new SharedArrayBuffer(4));
function still(n) { Atomics.wait(cell, 0, 0, 5); return n; }
function quick(n) { return n < 2 ? n : quick(n - 1) + quick(n - 2); }
function all() { for (let i = 0; !existsSync("enough"); i++) still(i); return quick(16); }
async function later() { await null; return quick(5); }
all();
await later();
`;

for (const target of targets) {
  for (const transport of ["shared", "worker"]) {
    test(`${target.name}: coarse times are in order and go on while a call runs, by way of ${transport}`, () =>
      inDirectory(async (cwd) => {
        writeFileSync(join(cwd, "program.mjs"), PROGRAM);
        const words = runWords(target, "--clock", "coarse", "--transport", transport, "program.mjs");
        const program = start(words, { cwd, path: target.path });
        const count = (text: string): unknown => query(cwd, text)[0].n;
        // The clock itself is read at every 32nd record alone: at one of sixteen calls.
        const timed = "SELECT coalesce(sum(duration > 0) > count(*) / 16 + 10, 0) n FROM calls WHERE func = 'still'";
        while (!existsSync(join(cwd, "traces.sqlite")) || count(timed) === 0) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        writeFileSync(join(cwd, "enough"), "");
        assert.equal(await program.ends(), 0, program.stderr);
        assert.equal(count("SELECT count(*) n FROM calls WHERE func = 'quick'"), 3193 + 15);
        assert.equal(count("SELECT count(*) n FROM traces WHERE duration < 0"), 0);
        assert.equal(
          count(
            "SELECT count(*) n FROM (SELECT at - lag(at) OVER (ORDER BY id) AS step FROM traces) WHERE step < 0",
          ),
          0,
        );
        const outside = "child.at < parent.at OR child.at + child.duration > parent.at + parent.duration";
        const nested = "FROM calls child JOIN calls parent ON parent.id = child.parent";
        assert.equal(count(`SELECT count(*) n ${nested} WHERE parent.func != 'later' AND (${outside})`), 0);
      }));
  }
}
