import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { selectionOf } from "./selection.ts";

test("each pattern is taken for a path, a package or a function", () => {
  const root = mkdtempSync(join(tmpdir(), "tstrace-test-"));
  try {
    mkdirSync(join(root, "node_modules", "socket.io"), { recursive: true });
    mkdirSync(join(root, "lib"));
    const include = ["lib", "src/**", "*.test.ts", "./a", "socket.io", "@scope/name", "Cart.total", "fib", "*.render"];
    const selection = selectionOf(root, { include, exclude: ["fib"], modules: "lib:/abs" }, "/work");
    assert.deepEqual(selection.include, {
      paths: ["lib", "src/**", "*.test.ts", "./a"],
      packages: ["socket.io", "@scope/name"],
      functions: ["Cart.total", "fib", "*.render"],
    });
    assert.deepEqual(selection.exclude.functions, ["fib"]);
    assert.deepEqual(selection.folders, [resolve("/work/lib"), resolve("/abs")]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
