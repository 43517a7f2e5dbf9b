/** Functions that are called very often are measured instead of recorded, and nothing that stands out is missed. */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { query, runWords, start } from "./recorded.ts";
import { inDirectory, targets } from "./runtimes.ts";

const PROGRAM = `
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
let [total, thrown] = [0, 0];
function hot(n) { if (n % 5000 === 4999) throw new RangeError("number " + n); return n; }
function seldom(n) { return n; }
for (let round = 0, more = 500; more > 0; round++) {
  if (existsSync("enough")) more--;
  for (let i = 0; i < 1000; i++) { try { total++; hot(total); } catch { thrown++; } }
  seldom(round);
  await setTimeout(1);
}
console.log(JSON.stringify({ total, thrown }));
`;

for (const target of targets) {
  for (const transport of ["shared", "worker"]) {
    test(`${target.name}, ${transport}: a hot function is measured, each exception is kept, statistics are exact`, () =>
      inDirectory(async (cwd) => {
        writeFileSync(join(cwd, "main.mjs"), PROGRAM);
        const words = runWords(target, "--transport", transport, "--auto-mute", "20000", "main.mjs");
        const program = start(words, { cwd, path: target.path });
        const isHot = (): boolean =>
          existsSync(join(cwd, "traces.sqlite")) &&
          query(cwd, "SELECT 1 FROM traces WHERE args LIKE '%tstrace counts%'").length > 0;
        while (!isHot()) await new Promise((resolve) => setTimeout(resolve, 5));
        writeFileSync(join(cwd, "enough"), "");
        assert.equal(await program.ends(), 0, program.stderr);
        const { total, thrown } = JSON.parse(program.stdout);
        assert.match(program.stderr, / 0 lost, [\d ]+ calls only counted, /);
        const [statistics] = query(cwd, "SELECT calls, exceptions, unfinished FROM statistics WHERE func = 'hot'");
        assert.deepEqual(statistics, { calls: total, exceptions: thrown, unfinished: 0 });
        const exceptions = query(
          cwd,
          "SELECT value FROM args JOIN traces ON traces.id = trace WHERE kind = 2 AND value LIKE '%number%' ORDER BY trace",
        );
        const expected = Array.from({ length: thrown }, (_, i) => `number ${i * 5000 + 4999}`);
        assert.deepEqual(exceptions.map(({ value }) => value), expected);
        const [{ counted, kept }] = query(cwd, "SELECT counted, kept FROM held WHERE func = 'hot'") as Record<
          string,
          number
        >[];
        assert.ok(counted > 100_000 && kept > 0, `${counted} of ${total}`);
        const [{ traces }] = query(cwd, "SELECT count(*) AS traces FROM calls WHERE func = 'seldom'") as Record<
          string,
          number
        >[];
        const [all] = query(cwd, "SELECT calls FROM statistics WHERE func = 'seldom'") as Record<string, number>[];
        assert.equal(traces, all.calls);
        const notes = query(cwd, "SELECT value FROM args JOIN traces ON traces.id = trace WHERE kind = 3");
        assert.ok(notes.some(({ value }) => value === '"tstrace counts"'));
        assert.ok(notes.some(({ value }) => /^"hot ×[\d ]+, [\d ]+ kept"$/.test(String(value))), JSON.stringify(notes));
      }));
  }
}
