/** Test runners report what they report untraced, and what the tests call is traced. */
import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { assertFollows, assertSame, byThread, called, compareCommand } from "./compared.ts";
import { inDirectory, type PrintedTrace, root, targets } from "./runtimes.ts";

const [deno, bun, node24, node26] = targets;

const SUMS = `export function add(a: number, b: number): number {
  return a + b;
}
export async function later(a: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return add(a, a);
}
`;

/** One test passes, one fails in a line that the report shows. */
function testsWith(imports: string): string {
  return `${imports}
import { add, later } from "./sums.ts";
test("adds", async () => {
  if (await later(add(1, 1)) !== 4) throw new Error("not added");
});
test("fails", () => {
  const sum = add(1, 2); if (sum !== 4) throw new Error("the sum is " + sum);
});
`;
}

/** A report without times, its lines in an order that does not hang on which test file was faster. */
function report(text: string): string {
  const lines = text.replace(/\(?\[?\b[\d.]+ ?[mµ]?s\b\)?\]?/g, "").split("\n");
  return lines.filter((line) => !/duration_ms|Start at|Duration/.test(line)).map((line) => line.trimEnd()).sort().join(
    "\n",
  );
}

function write(cwd: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
}

/** How often each function of the fixture was called. */
function counts(all: readonly PrintedTrace[]): Record<string, number> {
  const count = (name: string): number => all.filter(({ kind, func }) => kind === "call" && func === name).length;
  return { add: count("add"), later: count("later") };
}

/** Two files with a test that passes and one that fails each. */
const TWICE = { add: 6, later: 2 };

test("deno test: each file's own isolate is traced", () =>
  inDirectory((cwd) => {
    const text = testsWith("const { test } = Deno;");
    write(cwd, { "sums.ts": SUMS, "a_test.ts": text, "b_test.ts": text });
    for (const options of [[], ["--parallel"]]) {
      const compared = compareCommand([deno.plain[0], "test", "-A", "--no-check", ...options], cwd, deno.path);
      assertSame(compared, report);
      assert.equal(compared.traced.status, 1);
      assertFollows(compared.all);
      assert.deepEqual(counts(compared.all), TWICE);
    }
  }));

test("deno test: the sanitizers find what they find untraced", () =>
  inDirectory((cwd) => {
    const text = `import { later } from "./sums.ts";
import { execFile } from "node:child_process";
import { Worker as Thread } from "node:worker_threads";
const done = (started: { on(event: string, listener: unknown): unknown }, event: string) =>
  new Promise((resolve) => started.on(event, resolve));
const bodies: Record<string, () => unknown> = {
  plain: () => later(2),
  "leaves a timer": () => void setTimeout(() => {}, 10_000),
  "leaves a file": () => Deno.open("sums.ts"),
  async worker() {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    await new Promise((resolve) => worker.onmessage = resolve);
    worker.terminate();
  },
  thread: () => done(new Thread("function f() {}\\nf();", { eval: true }), "exit"),
  child: () => done(execFile("true", { env: {} }), "exit"),
  command: () => new Deno.Command("true", { clearEnv: true }).output(),
  import: () => import("./imported.ts"),
};
for (const [name, fn] of Object.entries(bodies)) {
  Deno.test({ name, sanitizeOps: true, sanitizeResources: true, sanitizeExit: true, fn: async () => void await fn() });
}
`;
    const worker = `import { add } from "./sums.ts";\npostMessage(add(3, 4));\n`;
    write(cwd, { "sums.ts": SUMS, "leaks_test.ts": text, "worker.ts": worker, "imported.ts": "export {};\n" });
    const compared = compareCommand([deno.plain[0], "test", "-A", "--no-check"], cwd, deno.path);
    assertSame(compared, report);
    assert.match(compared.traced.stdout, /6 passed \| 2 failed/);
    assert.deepEqual(counts(compared.all), { add: 2, later: 1 });
  }));

test("bun test: the report is the same and the tests are traced", () =>
  inDirectory((cwd) => {
    const text = testsWith(`import { test } from "bun:test";`);
    write(cwd, { "sums.ts": SUMS, "a.test.ts": text, "b.test.ts": text });
    const compared = compareCommand([bun.plain[0], "test"], cwd, bun.path);
    // Bun shows the lines around the place, and not always the same number of them.
    assertSame(compared, (output) => report(output.replace(/^ *\d+ \|.*\n|^ *\^\n/gm, "").replace(/:\d+\b/g, "")));
    assert.equal(compared.traced.status, 1);
    assertFollows(compared.all);
    assert.deepEqual(counts(compared.all), TWICE);
  }));

for (const target of [node24, node26]) {
  test(`${target.name}, node --test: each file's own process is traced`, () =>
    inDirectory((cwd) => {
      const text = testsWith(`import { test } from "node:test";`);
      write(cwd, { "sums.ts": SUMS, "a.test.ts": text, "b.test.ts": text, "package.json": `{"type":"module"}` });
      const compared = compareCommand([target.plain[0], "--test"], cwd, target.path);
      assertSame(compared, report);
      assert.equal(compared.traced.status, 1);
      assertFollows(compared.all);
      assert.deepEqual(counts(compared.all), TWICE);
      assert.equal(byThread(compared.all).size, 2);
    }));
}

for (
  const { target, pools } of [
    { target: node24, pools: ["forks", "threads", "vmThreads"] },
    { target: node26, pools: ["forks"] },
    { target: bun, pools: ["forks"] },
    { target: deno, pools: ["forks"] },
  ]
) {
  for (const pool of pools) {
    test(`${target.name}, vitest in ${pool}: the report is the same and the tests are traced`, () =>
      inDirectory((cwd) => {
        symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
        const text = testsWith(`import { test } from "vitest";`);
        const names = { "package.json": `{"type":"module"}`, "vitest.config.mjs": "export default {};\n" };
        write(cwd, { "sums.ts": SUMS, "a.test.ts": text, "b.test.ts": text, ...names });
        const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
        const command = [...target.plain, vitest, "run", "--pool", pool];
        const compared = compareCommand(
          command,
          cwd,
          target.runtime === "node" ? dirname(target.plain[0]) : target.path,
        );
        assertSame(compared, report);
        assert.equal(compared.traced.status, 1);
        assertFollows(compared.all);
        assert.deepEqual(counts(compared.all), TWICE);
        assert.ok(called(compared.all).includes("add"));
      }));
  }
}
