/** Every command in README.md and docs/ is run, in a directory with the example shop, and must work. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { createProgram } from "../cli/program.ts";
import { comparable, documentedCommands } from "./docs/markdown.ts";
import { environment, inDirectory, root, runTstrace, targets, tstraceCommand } from "./runtimes.ts";

const documents = [
  "README.md",
  ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
];

/** What a document's commands find: the shop, in a package with a test, recorded once; every runtime on PATH. */
function prepare(cwd: string): string {
  cpSync(join(root, "examples", "shop"), cwd, { recursive: true });
  cpSync(join(root, "examples"), join(cwd, "examples"), { recursive: true });
  const manifest = { name: "shop", type: "module", scripts: { test: "node --test" } };
  writeFileSync(join(cwd, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(cwd, "cart_test.ts"),
    'import { test } from "node:test";\nimport { linePrice } from "./cart.ts";\n' +
      'test("a price", () => void linePrice({ sku: "tea", price: 1, quantity: 1 }));\n',
  );
  symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
  const bin = join(cwd, "bin");
  mkdirSync(bin);
  const words = tstraceCommand().map((word) => `'${word}'`).join(" ");
  writeFileSync(join(bin, "tstrace"), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const folders = [bin, ...targets.map((target) => target.path), dirname(process.execPath)];
  const path = [...new Set(folders)].join(delimiter);
  const recorded = runTstrace(["run", "--quiet", "--runtime", "bun", "main.ts", "--orders", "8"], { cwd, path });
  assert.equal(recorded.status, 0, recorded.stderr);
  return path;
}

test("every command of tstrace is in README.md or docs/", async () => {
  const text = documents.map((document) => readFileSync(join(root, document), "utf8")).join("\n");
  const missing = (await createProgram()).commands.map((command) => command.name()).filter((name) => {
    return !new RegExp(`\\btstrace ${name}\\b`).test(text);
  });
  assert.deepEqual(missing, []);
});

test("every link in README.md and docs/ leads to a file that is there", () => {
  for (const document of documents) {
    const text = readFileSync(join(root, document), "utf8").replace(/`[^`]*`/g, "");
    for (const [, link] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      const isThere = /^https?:/.test(link) || existsSync(join(root, dirname(document), link));
      assert.ok(isThere, `${document}: ${link}`);
    }
  }
});

/** What commands use beside tstrace, and what is not here: commands with it are left out. */
const absent = ["sqlite3", "jq", "man"].filter((tool) =>
  !existsSync(`/usr/bin/${tool}`) && !existsSync(`/bin/${tool}`)
);

for (const document of documents) {
  const commands = documentedCommands(readFileSync(join(root, document), "utf8"));
  if (commands.length === 0) continue;

  test(`${document}: its ${commands.length} commands work`, () =>
    inDirectory((cwd) => {
      const path = prepare(cwd);
      for (const { line, kind, text, output } of commands) {
        if (absent.some((tool) => new RegExp(`(^|\\| *)${tool} `).test(text))) continue;
        const words = kind === "sql" ? tstraceCommand("sql", text) : ["/bin/sh", "-c", text];
        const result = spawnSync(words[0], words.slice(1), {
          cwd,
          env: environment({ path, env: { HOME: cwd, LANG: "C.UTF-8" } }),
          encoding: "utf8",
          timeout: 60_000,
        });
        const where = `${document}:${line}: ${text}\n${result.stdout}${result.stderr}`;
        const expected = /#.*exit code (\d+)/.exec(text)?.[1];
        assert.ok(result.status === 0 || String(result.status) === expected, `${where}\nexit code ${result.status}`);
        if (output === undefined) continue;
        assert.equal(comparable(result.stdout + result.stderr), comparable(output), where);
      }
    }));
}
