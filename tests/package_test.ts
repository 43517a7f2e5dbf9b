/** The npm package in a fresh project, in each runtime, and the library as JSR would take it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { environment, root, run, targets } from "./runtimes.ts";

const project = mkdtempSync(join(tmpdir(), "tstrace package "));
const installed = join(project, "node_modules", "tstrace");

before(() => {
  const path = [join(root, "node_modules", ".bin"), dirname(process.execPath)].join(":");
  const npm = (...words: string[]): void => {
    const result = spawnSync("npm", words, { cwd: root, env: environment({ path }), encoding: "utf8" });
    assert.equal(result.status, 0, `npm ${words.join(" ")}: ${result.stderr}${result.stdout}`);
  };
  npm("pack", "--pack-destination", project);
  const archive = join(project, readdirSync(project).find((name) => name.endsWith(".tgz")) as string);
  mkdirSync(installed, { recursive: true });
  assert.equal(spawnSync("tar", ["-xzf", archive, "-C", installed, "--strip-components=1"]).status, 0);
  writeFileSync(join(project, "package.json"), '{ "name": "fresh", "type": "module" }');
  writeFileSync(
    join(project, "main.ts"),
    'import { notrace } from "tstrace";\n' +
      "const quiet = notrace((n: number): number => n + 1);\n" +
      "function twice(n: number): number {\n  return 2 * quiet(n);\n}\nconsole.log(twice(20));\n",
  );
});
after(() => rmSync(project, { recursive: true, force: true }));

for (const target of targets) {
  test(`${target.name} runs the command of the package, without installing anything beside it`, () => {
    const command = [...target.plain, join(installed, "bin", "tstrace.cjs")];
    const result = run([...command, "run", "--runtime", "embedded", "main.ts"], { cwd: project });
    assert.match(result.stderr, /^tstrace: 4 traces kept, 0 lost, [\d.]+ s, traces\.sqlite\n$/);
    assert.deepEqual([result.stdout, result.status], ["42\n", 0]);
    const listed = run([...command, "print", "--columns", "func", "--csv"], { cwd: project }).stdout;
    assert.deepEqual(listed.trim().split("\n").slice(1), ["<module>", "twice", "twice", "<module>"]);
  });
}

test("Node traces itself with the library of the package", () => {
  const node = targets.find((target) => target.name === "Node 24")?.plain[0] as string;
  const env = { TSTRACE_DB: "own.sqlite" };
  const result = run([node, "--import", "tstrace/register", "main.ts"], { cwd: project, env });
  assert.deepEqual([result.stdout, result.stderr, result.status], ["42\n", "", 0]);
  const command = [node, join(installed, "bin", "tstrace.cjs"), "count", "func == 'twice'", "--db", "own.sqlite"];
  assert.equal(run(command, { cwd: project }).stdout, "2\n");
});

test("the types of the library are there for TypeScript", () => {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const words = ["--noEmit", "--strict", "--module", "nodenext", "--target", "esnext", "--lib", "esnext,dom"];
  const node = targets.find((target) => target.name === "Node 24")?.plain[0] as string;
  const all = [compiler, ...words, "--skipLibCheck", "main.ts"];
  const result = run([node, ...all], { cwd: project });
  assert.deepEqual([result.stdout, result.status], ["", 0]);
});

test("a Node that is too old says in one line what would do", () => {
  const script = `Object.defineProperty(process.versions, "node", { value: "20.20.2" });
    process.env.PATH = ""; require(${JSON.stringify(join(installed, "bin", "tstrace.cjs"))})`;
  const node = targets.find((target) => target.name === "Node 24")?.plain[0] as string;
  const result = run([node, "-e", script], { cwd: project });
  assert.match(
    result.stderr,
    /^tstrace: it runs in Node 22\.15 or newer, Deno or Bun, and this is Node 20\.20\.2 [^\n]+\n$/,
  );
  assert.equal(result.status, 1);
});

test("and takes a Deno on PATH where there is one", () => {
  const script = `Object.defineProperty(process.versions, "node", { value: "20.20.2" });
    process.argv.push("tstrace", "--version"); require(${JSON.stringify(join(installed, "bin", "tstrace.cjs"))})`;
  const node = targets.find((target) => target.name === "Node 24")?.plain[0] as string;
  const deno = dirname(targets.find((target) => target.name === "Deno")?.plain[0] as string);
  const result = run([node, "-e", script], { cwd: project, path: deno });
  assert.deepEqual([result.stderr, result.status], ["", 0]);
  assert.match(result.stdout, /^\d+\.\d+\.\d+\n$/);
});

test("deno.json is ready for publishing", () => {
  const deno = targets.find((target) => target.name === "Deno")?.plain[0] as string;
  const result = run([deno, "publish", "--dry-run", "--allow-dirty"], { cwd: root });
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stderr, /Success.*Dry run complete/);
  assert.doesNotMatch(result.stderr, /_test\.ts|node_modules/);
});
