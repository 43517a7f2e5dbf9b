/**
 * Records pass between two processes of any two runtimes over one ring: none is missing, twice or torn.
 *
 * `TSTRACE_TEST_RECORDS` is how many (else 100 000), for each pair.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { ringBytes } from "../ring/mod.ts";
import { start } from "./recorded.ts";
import { inDirectory, root, targets } from "./runtimes.ts";
import { RING } from "./stress/ring_pair.ts";

const records = Number(process.env.TSTRACE_TEST_RECORDS ?? 100_000);
const [writer, reader] = ["ring_writer.ts", "ring_reader.ts"].map((name) => join(root, "tests", "stress", name));

for (const from of targets) {
  for (const to of targets) {
    test(`${records} records pass from ${from.name} to ${to.name}`, () =>
      inDirectory(async (cwd) => {
        const path = join(cwd, "ring");
        const bytes = ringBytes(RING.blockSize, RING.blockCount);
        writeFileSync(path, new Uint8Array(bytes));
        const written = start([...from.plain, writer, path, String(bytes), String(records)], { cwd });
        const taken = start([...to.plain, reader, path, String(bytes)], { cwd });
        assert.deepEqual([await written.ends(), await taken.ends()], [0, 0], written.stderr + taken.stderr);
        assert.deepEqual(JSON.parse(taken.stdout), { taken: records, wrong: 0, lost: 0, damaged: 0 });
      }));
  }
}
