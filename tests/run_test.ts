/** `tstrace run` leaves a program as it is, and every call it records ends exactly once; in all four runtimes. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDirectory, type PrintedTrace, root, run, runTstrace, type Target, targets, traces } from "./runtimes.ts";

const ledger = join(root, "tests", "fixtures", "programs", "ledger.ts");
const shop = join(root, "examples", "shop", "main.ts");

/** Runs `script` traced, the way `target.plain` runs it. */
function runTraced(target: Target, cwd: string, script: string, ...rest: string[]) {
  const options = target.plain.filter((word) => word === "-A");
  return runTstrace(["run", "--runtime", target.runtime, ...options, script, ...rest], { cwd, path: target.path });
}

/** Every call has exactly one return or exception, after it and at its depth. */
function assertBalanced(all: readonly PrintedTrace[]): void {
  const calls = new Map(all.filter(({ kind }) => kind === "call").map((trace) => [trace.id, trace]));
  assert.ok(calls.size > 0, "no call was recorded");
  const ends = new Map<number, PrintedTrace>();
  for (const trace of all) {
    if (trace.kind !== "return" && trace.kind !== "exception") continue;
    const call = calls.get(trace.call ?? 0);
    assert.ok(call, `trace ${trace.id} ends a call that is not there`);
    assert.ok(
      trace.id > call.id && trace.func === call.func && trace.depth === call.depth,
      JSON.stringify([call, trace]),
    );
    assert.ok(!ends.has(call.id), `call ${call.id} of ${call.func} ends twice`);
    ends.set(call.id, trace);
  }
  const open = [...calls.values()].filter((call) => !ends.has(call.id));
  assert.deepEqual(open.map((call) => call.func), [], "calls without an end");
}

for (const target of targets) {
  test(`${target.name}: the shop prints and exits as it does untraced, and its calls are recorded`, () =>
    inDirectory((cwd) => {
      const plain = run([...target.plain, shop, "--orders", "5"], { cwd });
      const traced = runTraced(target, cwd, shop, "--orders", "5");
      assert.equal(traced.stdout, plain.stdout);
      assert.equal(traced.status, plain.status);
      assert.match(traced.stderr, /^tstrace: [\d ]+ traces kept, 0 lost, \d+\.\d\d s, traces\.sqlite\n$/);
      const all = traces(cwd);
      assertBalanced(all);
      const total = all.find(({ kind, func }) => kind === "return" && func === "Cart.total");
      assert.deepEqual(total?.args, [{ name: "return value", type: "number", value: "50.76" }]);
      const thrown = all.find(({ kind, func }) => kind === "exception" && func === "Warehouse.take");
      assert.equal(thrown?.args[0].name, "exception");
      assert.equal(thrown?.args[0].type, "OutOfStock");
    }));

  test(`${target.name}: classes, async code, generators, exceptions and CommonJS come out the same`, () =>
    inDirectory((cwd) => {
      const plain = run([...target.plain, ledger], { cwd });
      const traced = runTraced(target, cwd, ledger);
      assert.equal(traced.stdout, plain.stdout);
      assert.equal(traced.status, 3);
      const all = traces(cwd);
      assertBalanced(all);
      const fib = all.filter(({ kind, func }) => kind === "call" && func === "fib");
      assert.equal(fib.length, 465);
      assert.ok(
        all.some(({ module, func }) => module?.endsWith("rates.cjs") && func === "rate"),
        "CommonJS is not traced",
      );
      assert.ok(all.some(({ kind }) => kind === "yield") && all.some(({ kind }) => kind === "resume"));
      assert.ok(all.some(({ kind }) => kind === "await"));
    }));

  test(`${target.name}: an uncaught exception ends the program as ever, and what came before is there`, () =>
    inDirectory((cwd) => {
      const script = join(cwd, "fails.ts");
      writeFileSync(script, "function fail(n: number): void {\n  throw new TypeError(`no ${n}`);\n}\nfail(7);\n");
      const plain = run([...target.plain, script], { cwd });
      const traced = runTraced(target, cwd, script);
      assert.equal(traced.status, plain.status);
      assert.match(traced.stderr, /TypeError: no 7/);
      assert.match(traced.stderr, /fails\.ts:2:/);
      assert.ok(traces(cwd).some(({ kind, func }) => kind === "exception" && func === "fail"));
    }));

  test(`${target.name}: process.exit in the middle of a call keeps what was recorded`, () =>
    inDirectory((cwd) => {
      const script = join(cwd, "leaves.ts");
      writeFileSync(
        script,
        `import process from "node:process";\nfunction leave(code: number) { process.exit(code); }\nleave(9);\n`,
      );
      assert.equal(runTraced(target, cwd, script).status, 9);
      const called = traces(cwd).find(({ kind, func }) => kind === "call" && func === "leave");
      assert.deepEqual(called?.args, [{ name: "code", type: "number", value: "9" }]);
    }));

  test(`${target.name}: a command and its child processes are traced`, () =>
    inDirectory((cwd) => {
      const script = join(cwd, "child.ts");
      writeFileSync(
        script,
        "function inner(word: string): string { return word + word; }\nconsole.log(inner('a b'));\n",
      );
      const command = target.plain.map((word) => `'${word}'`).join(" ");
      const traced = runTstrace(["run", "--quiet", "sh", "-c", `${command} child.ts; exit 4`], { cwd });
      assert.deepEqual([traced.stdout, traced.stderr, traced.status], ["a ba b\n", "", 4]);
      const all = traces(cwd);
      assertBalanced(all);
      assert.ok(all.some(({ func }) => func === "inner"));
    }));
}

test("Deno: without permissions the program has no more than it needs, and is traced", () =>
  inDirectory((cwd) => {
    const deno = targets[0];
    const script = join(cwd, "guarded.ts");
    const body =
      "async function state(name: string) { return (await Deno.permissions.query({ name } as never)).state; }";
    writeFileSync(
      script,
      `${body}\nfor (const name of ["read", "write", "env", "net", "run"]) console.log(await state(name));\n`,
    );
    const plain = run([deno.plain[0], "run", "--no-prompt", script], { cwd });
    const traced = runTstrace(["run", "--runtime", "deno", "--no-prompt", script], { cwd, path: deno.path });
    assert.equal(traced.stdout, plain.stdout);
    assert.equal(traced.status, 0);
    assertBalanced(traces(cwd));
  }));

test("--append adds to the database, a new run puts the old one aside", () =>
  inDirectory((cwd) => {
    const bun = targets[1];
    runTraced(bun, cwd, shop, "--orders", "1");
    const once = traces(cwd).length;
    runTstrace(["run", "--append", "--runtime", "bun", shop, "--orders", "1"], { cwd, path: bun.path });
    assert.equal(traces(cwd).length, 2 * once);
    runTraced(bun, cwd, shop, "--orders", "1");
    assert.equal(traces(cwd).length, once);
    assert.equal(traces(cwd, "traces.1.sqlite").length, 2 * once);
    assert.equal(statSync(join(cwd, "traces.sqlite")).mode & 0o777, 0o600);
  }));

test("options come from the environment, the user's own options for the runtime stay, and nothing is left behind", () =>
  inDirectory((cwd) => {
    mkdirSync(join(cwd, "it's temporary"));
    writeFileSync(join(cwd, "first.cjs"), `console.log("first");`);
    const env = {
      TMPDIR: join(cwd, "it's temporary"),
      TSTRACE_DB: "other name.sqlite",
      TSTRACE_MAX_TRACES: "10",
      TSTRACE_QUIET: "1",
      NODE_OPTIONS: `--require "${join(cwd, "first.cjs")}"`,
    };
    const { path } = targets[2];
    const result = runTstrace(["run", "--runtime", "node", shop, "--orders", "2"], { cwd, path, env });
    assert.equal(result.stderr, "");
    assert.match(result.stdout, /^first\norder 1/);
    assert.equal(traces(cwd, "other name.sqlite").length, 10);
    assert.deepEqual(readdirSync(join(cwd, "it's temporary")), []);
    assert.deepEqual(readdirSync(cwd).sort(), ["first.cjs", "it's temporary", "other name.sqlite"]);
  }));

test("arguments after the script are the script's own", () =>
  inDirectory((cwd) => {
    const script = join(cwd, "arguments.ts");
    writeFileSync(script, `import process from "node:process";\nconsole.log(JSON.stringify(process.argv.slice(2)));\n`);
    const words = ["--db", "x", "--", "--help", "a b", "", "--max-trace"];
    const { stdout } = runTraced(targets[1], cwd, script, ...words);
    assert.deepEqual(JSON.parse(stdout), words);
  }));
