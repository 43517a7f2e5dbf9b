/** What `--include`, `--exclude` and `notrace` choose is traced, and nothing else; in all four runtimes. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDirectory, runTstrace, type Target, targets, traces } from "./runtimes.ts";

const FILES: Readonly<Record<string, string>> = {
  "package.json": `{ "type": "module" }`,
  "main.js": `import { helper } from "./lib/helper.js"; import { pack } from "pack"; import old from "old";
    function main() { return helper(1) + pack(2) + old(3) + hot(4); } function hot(n) { return n; }
    /** @notrace */ function hidden() {} hidden(); console.log(main());`,
  "lib/helper.js": "export function helper(n) { return n; }",
  "node_modules/pack/package.json": `{ "name": "pack", "type": "module", "exports": "./index.js" }`,
  "node_modules/pack/index.js": "export function pack(n) { return n; }",
  "node_modules/old/package.json": `{ "name": "old", "main": "index.js" }`,
  "node_modules/old/index.js": "module.exports = function old(n) { return n; };",
};

/** The functions that a run with these options records. */
async function traced(target: Target, options: string[], env: Record<string, string> = {}): Promise<string[]> {
  let functions: string[] = [];
  await inDirectory((cwd) => {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(cwd, name, ".."), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const runtime = ["run", "--runtime", target.runtime, ...options, ...target.plain.filter((word) => word === "-A")];
    const run = runTstrace([...runtime, "main.js"], { cwd, path: target.path, env });
    assert.equal(run.stdout, "10\n", run.stderr);
    functions = traces(cwd).filter(({ kind }) => kind === "call").map(({ func }) => func ?? "");
  });
  return functions.filter((name) => name !== "<module>");
}

for (const target of targets) {
  test(`${target.name}: what is chosen is traced`, async () => {
    assert.deepEqual(await traced(target, []), ["main", "helper", "hot"]);
    const packages = ["--include", "pack", "--include", "old"];
    assert.deepEqual(await traced(target, packages), ["main", "helper", "pack", "old", "hot"]);
    assert.deepEqual(await traced(target, ["--exclude", "lib,hot"]), ["main"]);
    assert.deepEqual(await traced(target, ["--include", "hot"]), ["hot"]);
    assert.deepEqual(await traced(target, [], { TSTRACE_MODULES: "lib" }), ["helper"]);
    assert.deepEqual(await traced(target, [], { TRACE_MODULES: "lib" }), ["helper"]);
  });
}

for (const target of targets) {
  test(`${target.name}: tstrace's own files are not traced where they lie inside the project`, () =>
    inDirectory((cwd) => {
      const thread = `new (require("node:worker_threads").Worker)("console.log(1)", { eval: true });`;
      writeFileSync(join(cwd, "package.json"), `{ "type": "commonjs" }`);
      // The executable has unpacked them there.
      const files = `require("node:fs").readdirSync("cache/tstrace", { recursive: true })`;
      const loaded = `require("./cache/tstrace/" + ${files}.find((name) => /hook.cjs$/.test(name)))`;
      writeFileSync(join(cwd, "main.js"), `(function main() { ${thread} ${loaded}; })();`);
      mkdirSync(join(cwd, "rings"));
      const env = { XDG_CACHE_HOME: join(cwd, "cache"), TSTRACE_RING_DIRECTORY: join(cwd, "rings") };
      const words = target.plain.filter((word) => word === "-A");
      const options = ["run", "--runtime", target.runtime, "--include", "**", ...words, "main.js"];
      const run = runTstrace(options, { cwd, path: target.path, env });
      assert.equal(run.stdout, "1\n", run.stderr);
      const modules = new Set(traces(cwd).map(({ module }) => module));
      assert.deepEqual([...modules].filter((path) => !path?.startsWith("[")), ["main.js"]);
    }));
}
