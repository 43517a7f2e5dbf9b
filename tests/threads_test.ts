/** Threads are traced, each by itself, and notice nothing of it; in all four runtimes. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assertFollows, assertSame, called, compare, otherThreads } from "./compared.ts";
import { inDirectory, root, run, runTstrace, targets, traces } from "./runtimes.ts";

const fixtures = join(root, "tests", "fixtures", "threads");
const withWebWorkers = targets.filter(({ runtime }) => runtime !== "node");

/** What differs from run to run, and where a probe stands in code that has no file. */
function withoutPlaces(text: string): string {
  return text.replace(/blob:(null\/)?[\da-f-]{36}/g, "blob:").replace(/:\d+:\d+\b/g, "").replace(/^ *\^$/gm, "")
    .replace(/\\n *\^\\n/g, "\\n");
}

for (const target of targets) {
  test(`${target.name}: threads of node:worker_threads behave as untraced and each has its traces`, () =>
    inDirectory((cwd) => {
      const compared = compare(target, cwd, join(fixtures, "node_main.mjs"));
      assertSame(compared, withoutPlaces);
      const { all } = compared;
      // The last three end in the middle of a call: by an error, by `process.exit`, and by `terminate`.
      assertFollows(all, ["f", "<module>"]);
      const threads = otherThreads(cwd);
      assert.deepEqual(threads.map(({ tid }) => tid), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      assert.deepEqual(threads.slice(0, 2).map(({ name }) => name), ["adder", "worker 2"]);
      const functions = threads.map(({ tid }) => called(all.filter((trace) => trace.tid === tid)).join());
      const expected = ["twice", "twice", "thrice", "halved", "f", "f", "doubled,work"];
      assert.deepEqual(functions, ["doubled,work", "doubled,work", "doubled,work", ...expected]);
      assert.deepEqual(new Set(all.map(({ pid }) => pid)).size, 1);
    }));

  test(`${target.name}: a dumper inside the program is no thread of the program`, () =>
    inDirectory((cwd) => {
      const script = join(cwd, "one.mjs");
      const body = `import { Worker } from "node:worker_threads";
function one() { return 1; }
const code = "function two() { return 2; }\\ntwo();";
new Worker(code, { eval: true }).on("exit", (code) => console.log(one(), code));
`;
      writeFileSync(script, body);
      const compared = compare(target, cwd, script, ["--transport", "worker"]);
      assertSame(compared);
      assertFollows(compared.all);
      assert.deepEqual(called(compared.all), ["one", "two"]);
      assert.equal(otherThreads(cwd).length, 1);
      assert.ok(compared.all.every(({ module }) => module?.endsWith("one.mjs") || module === "[worker eval]"));
    }));
}

for (const target of withWebWorkers) {
  test(`${target.name}: web Workers behave as untraced and each has its traces`, () =>
    inDirectory((cwd) => {
      const compared = compare(target, cwd, join(fixtures, "web_main.mjs"));
      assertSame(compared, withoutPlaces);
      // One throws, and all are terminated as soon as they have answered.
      assertFollows(compared.all, ["<module>", "self.onmessage", "self.addEventListener callback"]);
      const threads = otherThreads(cwd);
      const functions = threads.map(({ tid }) => called(compared.all.filter((trace) => trace.tid === tid)).join());
      assert.deepEqual(functions, ["doubled,work", "doubled,work", "twice", "twice", "thrice", "fail", "doubled,work"]);
      assert.equal(threads[0].name, "adder");
    }));
}

test("Deno: a message that a Worker waits for at its top level is not held back", () =>
  inDirectory((cwd) => {
    const worker = `console.log(import.meta.main, location.href === import.meta.url);
const first = await new Promise((resolve) => self.onmessage = (event) => resolve(event.data));
const second = await new Promise((resolve) => {
  self.onmessage = (event) => resolve(event.data);
  postMessage("ready");
});
function joined(a, b) { return a + b; }
postMessage(joined(first, second));
`;
    const main = `const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
worker.postMessage("one ");
worker.onmessage = (event) => {
  if (event.data === "ready") return worker.postMessage("two");
  console.log(event.data);
  worker.terminate();
};
`;
    writeFileSync(join(cwd, "worker.mjs"), worker);
    writeFileSync(join(cwd, "main.mjs"), main);
    const compared = compare(targets[0], cwd, join(cwd, "main.mjs"));
    assert.equal(compared.plain.stdout, "true true\none two\n");
    assertSame(compared);
    assert.ok(called(compared.all).includes("joined"));
  }));

test("Deno: a Worker with permissions of its own runs, untraced, and says so once", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "worker.mjs"), "function f() { return 1; }\npostMessage(f());\n");
    const main = `const url = new URL("./worker.mjs", import.meta.url);
for (const permissions of ["none", "none"]) {
  const worker = new Worker(url, { type: "module", deno: { permissions } });
  console.log(await new Promise((resolve) => worker.onmessage = (event) => resolve(event.data)));
  worker.terminate();
}
`;
    writeFileSync(join(cwd, "main.mjs"), main);
    const [deno] = targets;
    const options = ["--unstable-worker-options", "-A"];
    const plain = run([deno.plain[0], "run", ...options, "main.mjs"], { cwd });
    const words = ["run", "--quiet", "--runtime", "deno", ...options, "main.mjs"];
    const traced = runTstrace(words, { cwd, path: deno.path });
    assert.equal(traced.stdout, plain.stdout);
    assert.equal(traced.stderr, "tstrace: a Worker with permissions of its own runs untraced\n");
    assert.ok(traces(cwd).length > 0);
  }));
