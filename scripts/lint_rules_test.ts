import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { root } from "./files.ts";

/** The rules of ours that `text` breaks as file `name`. */
function lint(name: string, text: string): string[] {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-lint-"));
  try {
    const plugins = [join(root, "scripts", "lint_rules.ts")];
    writeFileSync(join(directory, "deno.json"), JSON.stringify({ lint: { plugins, rules: { tags: [] } } }));
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
    const deno = join(root, "node_modules", ".bin", "deno");
    const { stdout } = spawnSync(deno, ["lint", "--json", name], { cwd: directory, encoding: "utf8" });
    return JSON.parse(stdout).diagnostics.map((found: { code: string }) => found.code);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("a clean file breaks no rule", () => {
  assert.deepEqual(lint("a.ts", "/** One. */\nexport const one = 1;\n"), []);
});

test("every rule of ours can fail", () => {
  const text = [
    "export function bare(): void {}",
    "const version = Deno.version;",
    "enum Colour { RED }",
    "namespace Inner { const a = 1; }",
    "class Point { constructor(readonly x: number) {} }",
    "console.log(version, Colour, Inner, Point);",
    "// TODO finish",
  ].join("\n");
  const found = new Set(lint("a.ts", text));
  const all = ["runtime-globals", "erasable", "documented", "no-console", "wording"].map((rule) => `tstrace/${rule}`);
  assert.deepEqual([...found].sort(), all.sort());
});

test("the runtime's adapters may name Deno and Bun", () => {
  assert.deepEqual(lint("runtime/deno.ts", "/** Its version. */\nexport const version = Deno.version;\n"), []);
});
