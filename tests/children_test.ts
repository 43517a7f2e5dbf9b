/** Child processes are traced however they are started, and find nothing in their environment but the hook. */
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { assertFollows, assertSame, called, compare, compareCommand } from "./compared.ts";
import { inDirectory, type PrintedTrace, root, run, runTstrace, type Target, targets, traces } from "./runtimes.ts";

const fixtures = join(root, "tests", "fixtures", "children");
const [deno, bun] = targets;

/** What the children were started with, as each traced child says by a call. */
function waysOf(all: readonly PrintedTrace[]): string[] {
  const greetings = all.filter(({ kind, func }) => kind === "call" && func === "greeting");
  assert.equal(new Set(greetings.map(({ pid }) => pid)).size, greetings.length);
  return greetings.map(({ args }) => args[0].value).sort();
}

const WAYS = ["exec", "execFile", "execFileSync", "execSync", "plain", "plain", "plain", "plain", "promised", "shell"];
const ASYNC = ["spawn", "spawnSync"];

for (const target of targets) {
  test(`${target.name}: every function of node:child_process starts children that are traced`, () =>
    inDirectory((cwd) => {
      const compared = compare(target, cwd, join(fixtures, "main.mjs"));
      assertSame(compared);
      assertFollows(compared.all);
      assert.deepEqual(waysOf(compared.all), [...WAYS, ...ASYNC, "fork"].map((way) => JSON.stringify(way)).sort());
    }));

  test(`${target.name}: the workers of a cluster are traced`, () =>
    inDirectory((cwd) => {
      const compared = compare(target, cwd, join(fixtures, "cluster.mjs"));
      assertSame(compared);
      assert.deepEqual(called(compared.all), ["greeting"]);
      assert.equal(new Set(compared.all.map(({ pid }) => pid)).size, 2);
    }));
}

test("the four runtimes start each other, also through a shell", () =>
  inDirectory((cwd) => {
    const child = "child.mjs";
    copyFileSync(join(fixtures, child), join(cwd, child));
    const words = (target: Target): string => [...target.plain, child].map((word) => `'${word}'`).join(" ");
    const script = `import { execSync, spawnSync } from "node:child_process";
const env = { WAY: process.argv[2] };
for (const command of ${JSON.stringify(targets.map(words))}) execSync(command, { env, stdio: "inherit" });
for (const command of ${JSON.stringify(targets.map((target) => [...target.plain, child]))}) {
  const { stdout } = spawnSync(command[0], command.slice(1), { env });
  process.stdout.write(stdout);
}
`;
    writeFileSync(join(cwd, "starts.mjs"), script);
    const started = targets.map(({ plain }, index) => {
      return `${plain.map((word) => `'${word}'`).join(" ")} starts.mjs from${index} & `;
    });
    const result = runTstrace(
      ["run", "--quiet", "--include", "**/children/**", "sh", "-c", `${started.join("")}wait`],
      {
        cwd,
      },
    );
    assert.equal(result.stderr, "");
    const expected = targets.flatMap((_, index) => Array(8).fill(`"from${index}"`));
    assert.deepEqual(waysOf(traces(cwd)), expected.sort());
  }));

test("Bun: children of Bun.spawn, Bun.spawnSync and Bun.$ are traced", () =>
  inDirectory((cwd) => {
    const compared = compare(bun, cwd, join(fixtures, "bun_main.mjs"));
    assertSame(compared);
    const ways = ["cmd", "own shell", "plain", "plain", "shell", "spawn", "spawnSync"];
    assert.deepEqual(waysOf(compared.all), ways.map((way) => JSON.stringify(way)));
  }));

test("Deno: children of Deno.Command are traced, also with a cleared environment", () =>
  inDirectory((cwd) => {
    const compared = compare(deno, cwd, join(fixtures, "deno_main.mjs"));
    assertSame(compared);
    const ways = ["cleared", "more", "plain", "plain", "shell", "spawn", "spawned", "sync"];
    assert.deepEqual(waysOf(compared.all), ways.map((way) => JSON.stringify(way)));
  }));

test("a Deno child without permissions runs untraced, and one line says so", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "child.mjs"), "function f() { return 1; }\nconsole.log(f());\n");
    const words = ["sh", "-c", `'${deno.plain[0]}' run --no-prompt child.mjs`];
    const { plain, traced } = compareCommand(words, cwd, deno.path);
    assert.deepEqual([traced.stdout, traced.status], [plain.stdout, plain.status]);
    assert.match(
      traced.stderr,
      /^tstrace: this program runs untraced: it may not read \S+, which takes --allow-read=\S+\n$/,
    );
  }));

test("a program that is traced in the embedded runtime starts itself by process.execPath", () =>
  inDirectory((cwd) => {
    const script = `import { spawnSync } from "node:child_process";
function depth(n) { return n + 1; }
const n = depth(Number(process.argv[2] ?? 0));
const { stdout, stderr } = n < 3
  ? spawnSync(process.execPath, [import.meta.filename, String(n)], { env: {}, encoding: "utf8" })
  : { stdout: "end\\n", stderr: "" };
process.stdout.write(n + " " + stdout + stderr);
`;
    writeFileSync(join(cwd, "itself.mjs"), script);
    const result = runTstrace(["run", "--quiet", "--runtime", "embedded", "itself.mjs"], { cwd, path: deno.path });
    assert.deepEqual([result.stdout, result.stderr], ["1 2 3 end\n", ""]);
    const all = traces(cwd);
    assert.equal(new Set(all.map(({ pid }) => pid)).size, 3);
    assert.equal(all.filter(({ kind, func }) => kind === "call" && func === "depth").length, 3);
  }));

test("what stands in for the runtime's functions looks like them", () =>
  inDirectory((cwd) => {
    const script = `import * as threads from "node:worker_threads";
import * as children from "node:child_process";
const { Bun, Deno } = globalThis;
const functions = [threads.Worker, globalThis.Worker, ...Object.values(children), Function.prototype.toString, Bun?.spawn,
  Bun?.spawnSync, Bun?.$.Shell.prototype.env, Deno?.Command, Deno?.spawn].filter((f) => typeof f === "function");
for (const f of functions) {
  const own = Reflect.ownKeys(f).map((key) => [String(key), { ...Object.getOwnPropertyDescriptor(f, key), value: 0 }]);
  const { prototype } = f;
  console.log(f.name, f.length, String(f), typeof prototype, prototype?.constructor === f, JSON.stringify(own));
  console.log(Object.getPrototypeOf(f) === Function.prototype, Object.prototype.toString.call(f), "" + f === \`\${f}\`);
}
console.log(Object.keys(children), Object.keys(threads), Object.keys(globalThis).length);
console.log(children.spawn === children.default.spawn, threads.Worker === threads.default.Worker);
`;
    writeFileSync(join(cwd, "looks.mjs"), script);
    for (const target of targets) assertSame(compare(target, cwd, join(cwd, "looks.mjs")));
    assert.ok(run([process.execPath, "looks.mjs"], { cwd }).stdout.includes("Worker 1 class Worker"));
  }));
