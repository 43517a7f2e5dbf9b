/** The oldest Node that is traced, and that tstrace itself runs in: its SQLite is younger, and said to be experimental. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { query } from "./recorded.ts";
import { inDirectory, root, run } from "./runtimes.ts";

const directory = join(root, "node_modules", "node22", "bin");
const path = [directory, process.env.PATH].join(delimiter);

for (const transport of ["shared", "worker"]) {
  test(`Node 22, ${transport}: records, and is recorded into, without a warning`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "program.mjs"), "const f = (n) => n + 1;\nconsole.log(f(1));\n");
      const tstrace = (...words: string[]) =>
        run([join(directory, "node"), join(root, "main.ts"), ...words], { cwd, path });
      const recorded = tstrace("run", "--runtime", "node", "--transport", transport, "program.mjs");
      assert.deepEqual([recorded.stdout, recorded.status], ["2\n", 0]);
      assert.match(recorded.stderr, /^tstrace: \d traces kept, 0 lost, [^\n]+\n$/);
      const counted = tstrace("count", "func == 'f'");
      assert.deepEqual([counted.stdout, counted.stderr], ["2\n", ""]);
      assert.match(String(query(cwd, "SELECT runtime FROM processes")[0].runtime), /^node 22\./);
    }));
}
