import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { findProject, projectRoot } from "./project.ts";
import { chooseRuntime } from "./runtime.ts";
import { findTarget } from "./target.ts";

/** Makes empty files, those in `bin/` executable, and gives `body` their directory. */
function withFiles(files: readonly string[], body: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-cli-"));
  try {
    for (const file of files) {
      const path = join(directory, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "");
      if (file.startsWith("bin/")) chmodSync(path, 0o755);
    }
    body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function choose(wanted: string, directory: string, searchPath: string, nodeVersion = "24.0.0") {
  return chooseRuntime(wanted, directory, { searchPath, nodeVersion: () => nodeVersion });
}

test("the project's files choose the runtime, the nearest directory first", () => {
  const files = [
    "package.json",
    "a/deno.jsonc",
    "a/package.json",
    "b/bun.lock",
    "b/c/d.ts",
    "bin/node",
    "bin/bun",
    "bin/deno",
  ];
  withFiles(files, (directory) => {
    const bin = join(directory, "bin");
    assert.equal(choose("auto", directory, bin).name, "node");
    assert.equal(choose("auto", join(directory, "a"), bin).name, "deno");
    assert.equal(choose("auto", join(directory, "b", "c"), bin).name, "bun");
    assert.equal(findProject(join(directory, "b", "c"))?.file, join(directory, "b", "bun.lock"));
  });
});

test("where the project's runtime is missing another one is taken, and it is said", () => {
  withFiles(["deno.json", "bin/bun"], (directory) => {
    const found = choose("auto", directory, join(directory, "bin"));
    assert.equal(found.name, "bun");
    assert.match(found.note ?? "", /deno\.json asks for .* no deno on PATH: running in bun/);
    const embedded = choose("auto", directory, "");
    assert.deepEqual([embedded.name, embedded.executable], ["embedded", process.execPath]);
  });
});

test("a Node that is too old counts as missing", () => {
  withFiles(["package.json", "bin/node"], (directory) => {
    const bin = join(directory, "bin");
    assert.equal(choose("auto", directory, bin, "22.15.0").name, "node");
    assert.equal(choose("auto", directory, bin, "22.14.9").name, "embedded");
    assert.throws(() => choose("node", directory, bin, "20.1.0"), { message: /20\.1\.0 and not 22\.15 or newer/ });
  });
});

test("a runtime that was asked for must be there", () => {
  assert.throws(() => choose("bun", "/", ""), { name: "TstraceError", message: /there is no bun on PATH/ });
});

test("what is traced is the project, or the working directory where that is wider", () => {
  withFiles(["p/package.json", "p/src/main.ts"], (directory) => {
    const [project, src] = [join(directory, "p"), join(directory, "p", "src")];
    assert.equal(projectRoot(src, src), project);
    assert.equal(projectRoot(src, directory), directory);
    assert.equal(projectRoot(src, "/"), project);
    assert.equal(projectRoot(src, tmpdir() + "-elsewhere"), project);
  });
});

test("a script is an existing file with the right extension, anything else a command", () => {
  withFiles(["main.ts", "notes.txt", "dir.ts/x", "bin/tool", "bin/tool.js"], (directory) => {
    const find = (name: string) => findTarget(name, directory, join(directory, "bin"));
    assert.deepEqual(find("main.ts"), { kind: "script", path: join(directory, "main.ts"), directory });
    assert.deepEqual(find("tool"), { kind: "command", executable: join(directory, "bin", "tool") });
    assert.deepEqual(find("tool.js"), { kind: "command", executable: join(directory, "bin", "tool.js") });
    assert.equal(find("./bin/tool").kind, "command");
    assert.throws(() => find("missing.ts"), { message: /no such file in/ });
    assert.throws(() => find("missing"), { message: /no such command on PATH/ });
    assert.throws(() => find("notes.txt"), { message: /no such command|neither/ });
    assert.throws(() => find("dir.ts"), { message: /is a directory/ });
  });
});
