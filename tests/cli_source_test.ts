/** tstrace itself runs from its sources in each runtime. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDirectory, root, run, targets } from "./runtimes.ts";

const main = join(root, "main.ts");

for (const target of targets) {
  test(`${target.name}: tstrace runs from source`, () =>
    inDirectory((cwd) => {
      writeFileSync(
        join(cwd, "a.ts"),
        "export function twice(n: number): number { return 2 * n; }\nconsole.log(twice(21));\n",
      );
      const tstrace = [...target.plain, main];
      const traced = run([...tstrace, "run", "--runtime", "embedded", "a.ts"], { cwd });
      assert.match(traced.stderr, /^tstrace: 4 traces kept, 0 lost, [\d.]+ s, traces\.sqlite\n$/);
      assert.deepEqual([traced.stdout, traced.status], ["42\n", 0]);
      const printed = run([...tstrace, "print", "--json", "--limit", "3"], { cwd });
      const functions = printed.stdout.trim().split("\n").map((line) => JSON.parse(line).func);
      assert.deepEqual(functions, ["<module>", "twice", "twice"]);
      assert.match(run([...tstrace, "stats", "--limit", "1"], { cwd }).stdout, /twice|<module>/);
      assert.match(run([...tstrace, "sql", "select func from calls"], { cwd }).stdout, /^twice$/m);
      assert.match(run([...tstrace, "completions", "bash"], { cwd }).stdout, /^complete -F _tstrace tstrace$/m);
      assert.match(run([...tstrace, "man"], { cwd }).stdout, /^\.TH TSTRACE 1/);
      const doctor = JSON.parse(run([...tstrace, "doctor", "--json"], { cwd }).stdout);
      const own = doctor.runtimes.find((each: { name: string }) => each.name === "embedded");
      assert.deepEqual([own.kind, own.transport], [target.runtime, "shared"]);
      const mistake = run([...tstrace, "run", "nosuch.ts"], { cwd });
      assert.match(mistake.stderr, /^tstrace: [^\n]+\n$/);
      assert.equal(mistake.status, 1);
    }));
}
