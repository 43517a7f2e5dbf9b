/** Which calls are stored is chosen: statistics are of all, and what was left out is told. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { query, runWords } from "./recorded.ts";
import { inDirectory, run, targets } from "./runtimes.ts";

const PROGRAM = `
function leaf(n) { return n; }
function middle(n) { return leaf(n) + leaf(n); }
async function handle(n) { middle(n); await null; middle(n); }
for (let i = 0; i < 1000; i++) await handle(i);
`;

for (const target of targets) {
  for (const transport of ["shared", "worker"]) {
    test(`${target.name}, ${transport}: top-level calls are sampled as wholes, and deep calls left out`, () =>
      inDirectory((cwd) => {
        writeFileSync(join(cwd, "main.mjs"), PROGRAM);
        const record = (...more: string[]): void => {
          const words = runWords(target, "--transport", transport, ...more, "main.mjs");
          const result = run(words, { cwd, path: target.path });
          assert.equal(result.status, 0, result.stderr);
          assert.match(result.stderr, / 0 lost, /);
        };
        const counts = (from: string): unknown =>
          Object.fromEntries(query(cwd, from).map(({ func, calls }) => [func, calls]));
        const stored = "SELECT func, count(*) AS calls FROM calls GROUP BY func";
        const all = { handle: 1000, middle: 2000, leaf: 4000 };
        const statistics = "SELECT func, calls FROM statistics WHERE func <> '<module>'";
        const left = (): string =>
          String(query(cwd, "SELECT value FROM args WHERE value LIKE '\"×%'")[0]?.value).replaceAll(/[^\d]/g, "");

        record("--depth-limit", "2");
        assert.deepEqual(counts(stored), { handle: 1000 });
        assert.deepEqual(counts(statistics), all);
        assert.equal(left(), "12000");

        record("--sample", "1/10");
        const sampled = counts(stored) as Record<string, number>;
        assert.ok(sampled.handle > 50 && sampled.handle < 200, JSON.stringify(sampled));
        assert.deepEqual(sampled, { handle: sampled.handle, middle: sampled.handle * 2, leaf: sampled.handle * 4 });
        assert.deepEqual(counts(statistics), all);
        const unfinished = query(cwd, "SELECT count(*) AS count FROM calls WHERE duration IS NULL");
        assert.deepEqual(unfinished, [{ count: 0 }]);
        // A call, three records of an async one more, and two of each other.
        assert.equal(left(), String((1000 - sampled.handle) * (4 + 4 + 8)));
      }));
  }
}
