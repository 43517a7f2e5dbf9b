/**
 * Modules of every kind run traced as they run untraced, and are traced; in all four runtimes. The programs of
 * `fixtures/modules` run one after the other under one `tstrace run`, as starting it takes longer than they do.
 */
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDirectory, root, run, runTstrace, type Target, targets, traces } from "./runtimes.ts";

interface Program {
  file: string;
  /** The runtimes that can run it; all where they are not given. */
  runtimes?: string[];
  /** Modules that are to be traced, by the ends of their paths. */
  traced: string[];
}

const programs: Program[] = [
  {
    file: "commonjs/main.js",
    traced: ["commonjs/main.js", "cycle_b.js", "shape_undefined.js", "esm.mjs", "transpiled.js", "sloppy.js"],
  },
  { file: "commonjs_ts/main.cts", runtimes: ["deno", "bun"], traced: ["commonjs_ts/main.cts", "helper.cts"] },
  { file: "commonjs_ts/plain.cts", runtimes: ["bun", "node"], traced: ["plain.cts"] },
  { file: "packages/main.mjs", traced: ["packages/main.mjs", "loose/index.js", "commonjs/index.js", "typed/index.js"] },
  { file: "esm/main.ts", traced: ["esm/main.ts", "cycle_a.ts", "late.ts", "fails.ts"] },
  { file: "esm/text.ts", runtimes: ["deno", "bun"], traced: ["esm/text.ts"] },
  { file: "query/main.mjs", traced: ["query/main.mjs", "query/part.mjs"] },
  { file: "data/main.mjs", runtimes: ["deno", "node"], traced: ["data/main.mjs"] },
  { file: "typescript/main.ts", runtimes: ["deno", "bun"], traced: ["typescript/main.ts"] },
  { file: "typescript/jsx.tsx", runtimes: ["deno", "bun"], traced: ["jsx.tsx"] },
  { file: "decorators/main.ts", runtimes: ["deno", "bun"], traced: ["decorators/main.ts"] },
  { file: "decorators_legacy/main.ts", runtimes: ["deno", "bun"], traced: ["decorators_legacy/main.ts"] },
  { file: "stacks/main.mjs", runtimes: ["deno", "node"], traced: ["stacks/main.mjs"] },
  { file: "stacks/main.cjs", runtimes: ["deno", "node"], traced: ["stacks/opens.cjs"] },
  { file: "stacks/typed.ts", traced: ["stacks/typed.ts"] },
  { file: "compiled/inline.mjs", traced: ["compiled/inline.mjs"] },
  { file: "compiled/external.mjs", traced: ["compiled/external.mjs"] },
  { file: "stacks/uncaught.ts", runtimes: ["deno", "bun", "node"], traced: ["stacks/uncaught.ts"] },
];

/** A shell script that runs the programs and tells how each of them ended. */
function scriptOf(target: Target, files: readonly string[]): string {
  const command = target.plain.map((word) => `'${word}'`).join(" ");
  return files.map((file) =>
    `echo '== ${file}'; (cd ${file.split("/")[0]} && ${command} ${file.split("/")[1]}); echo "status $?"`
  )
    .join("\n");
}

for (const target of targets) {
  const mine = programs.filter(({ runtimes }) => runtimes?.includes(target.runtime) ?? true);

  test(`${target.name}: modules of every kind do what they do untraced, and are traced`, () =>
    inDirectory((cwd) => {
      cpSync(join(root, "tests", "fixtures", "modules"), cwd, { recursive: true });
      const script = scriptOf(target, mine.map(({ file }) => file));
      const plain = run(["sh", "-c", script], { cwd });
      const traced = runTstrace(["run", "--quiet", "--include", "**", "sh", "-c", script], { cwd });
      assert.equal(traced.stdout, plain.stdout);
      // Deno tells which modules it cannot have traced.
      const skipped = /^tstrace: .*graph\/a\.mjs runs untraced: it is an ES module that is loaded by require\(\)\n/m;
      assert.equal(traced.stderr.replace(skipped, ""), plain.stderr);
      assert.doesNotMatch(plain.stdout, /Error: Cannot find module/);
      const all = traces(cwd);
      const modules = new Set(all.map(({ module }) => module));
      for (const path of mine.flatMap(({ traced }) => traced)) {
        assert.ok([...modules].some((module) => module?.endsWith(path)), `${path} is not traced`);
      }
      // Places are those of what a module was compiled from.
      for (const name of ["inline.mjs", "external.mjs"]) {
        const picked = all.find(({ func, module }) => func === "pick" && module?.endsWith(name));
        assert.equal(picked?.line, 5, name);
      }
    }));
}

for (const target of targets.filter(({ name }) => name.startsWith("Node"))) {
  test(`${target.name}: CommonJS that a loader of the program's reads and compiles is traced, but for what that adds`, () =>
    inDirectory((cwd) => {
      cpSync(join(root, "tests", "fixtures", "modules", "own_loader"), cwd, { recursive: true });
      const command = [target.plain[0], "-r", "./register.cjs", "main.ts"];
      const plain = run(command, { cwd });
      const traced = runTstrace(["run", "--quiet", ...command], { cwd });
      assert.deepEqual([traced.stdout, traced.stderr], [plain.stdout, plain.stderr]);
      assert.match(plain.stdout, /^4 true\n.*shape\.ts:4:1\)\n$/);
      const calls = traces(cwd).filter(({ kind, module }) => kind === "call" && module?.endsWith(".ts"));
      const places = calls.map(({ module, line, func }) => `${module?.split("/").at(-1)}:${line} ${func}`);
      const all = ["main.ts:1 <module>", "shape.ts:1 <module>", "main.ts:3 show", "shape.ts:4 exports.area"];
      assert.deepEqual(places, all);
    }));
}

for (const target of targets.filter(({ name }) => name.startsWith("Node"))) {
  test(`${target.name}: a debugger finds the places of the source, by a source map`, () =>
    inDirectory((cwd) => {
      cpSync(join(root, "tests", "fixtures", "modules", "debugged"), cwd, { recursive: true });
      const command = [target.plain[0], "--inspect=127.0.0.1:0", "main.mjs"];
      const [plain, traced] = [run(command, { cwd }), runTstrace(["run", "--quiet", ...command], { cwd })];
      assert.match(plain.stdout, /^1 40\n3 stops\.mjs:3:24\n$/);
      assert.equal(traced.stdout.replace(" \n", "\n"), plain.stdout);
    }));
}

test("Deno: code that is imported as text is the text that there is", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "code.js"), "export function f() { return 1; }\n");
    writeFileSync(join(cwd, "broken.js"), "no { code\n");
    const imports = ["code", "broken"].map((name) => `import ${name} from "./${name}.js" with { type: "text" };`);
    const rest = `import { f } from "./code.js";\nconsole.log(code, broken, f());\n`;
    writeFileSync(join(cwd, "main.mjs"), `${imports.join("\n")}\n${rest}`);
    const options = ["--runtime", "deno", "--quiet", "-A", "--unstable-raw-imports"];
    const { stdout, stderr } = runTstrace(["run", ...options, "main.mjs"], { cwd, path: targets[0].path });
    assert.deepEqual([stdout, stderr], ["export function f() { return 1; }\n no { code\n 1\n", ""]);
  }));

test("Deno: an ES module that Deno keeps from hooks is named, with what it needs, and runs", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "package.json"), `{ "type": "commonjs" }`);
    writeFileSync(join(cwd, "main.ts"), `const add = (a: number) => a + 1;\nconsole.log(add(1));\nexport {};\n`);
    writeFileSync(join(cwd, "required.js"), "const add = (a) => a + 1;\nconsole.log(add(1));\n");
    const run = (...words: string[]) =>
      runTstrace(["run", "--runtime", "deno", "--quiet", ...words], { cwd, path: targets[0].path });
    const kept = run("main.ts");
    assert.equal(kept.stdout, "2\n");
    assert.match(kept.stderr, /^tstrace: .*main\.ts runs untraced: ES modules .* --allow-read=.*\n$/);
    for (const words of [["required.js"], [`--allow-read=${cwd}`, "main.ts"]]) {
      const shown = run(...words);
      assert.deepEqual([shown.stdout, shown.stderr], ["2\n", ""]);
      assert.equal(traces(cwd).filter(({ func, kind }) => func === "add" && kind === "call").length, 1);
    }
  }));

for (const target of targets.filter(({ runtime }) => runtime === "node")) {
  test(`${target.name}: what may not be an ES module fails as it does untraced, with its own text`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "package.json"), `{ "type": "commonjs" }`);
      for (const name of ["main.js", "main.ts"]) {
        writeFileSync(join(cwd, name), `import { sep } from "node:path";\nconst f = () => sep;\nconsole.log(f());\n`);
        const plain = run([...target.plain, name], { cwd, path: target.path });
        const traced = runTstrace(["run", "--quiet", "--runtime", "node", name], { cwd, path: target.path });
        const shown = ({ stderr }: { stderr: string }) => stderr.replaceAll(/\(node:\d+\)|^ +at .*\n/gm, "");
        assert.deepEqual([traced.status, traced.stdout, shown(traced)], [plain.status, plain.stdout, shown(plain)]);
      }
    }));
}

test("Instrumented code is kept, by many programs at once, unless that is not wanted", () =>
  inDirectory((cwd) => {
    const code = join(cwd, "cache", "tstrace", "code");
    const env = { XDG_CACHE_HOME: join(cwd, "cache") };
    for (let i = 0; i < 8; i++) {
      writeFileSync(join(cwd, `m${i}.mjs`), `export const f = () => ${i};\nconsole.log(f());\n`);
    }
    const node = targets.find(({ name }) => name === "Node 24")!.plain[0];
    const script = `for i in 1 2 3; do for m in m*.mjs; do '${node}' $m & done; done; wait`;
    const uncached = runTstrace(["run", "--quiet", "--no-cache", "sh", "-c", script], { cwd, env });
    assert.equal(uncached.stderr, "");
    assert.ok(!existsSync(code), "something was kept");
    for (let i = 0; i < 2; i++) {
      const { stdout, stderr } = runTstrace(["run", "--quiet", "sh", "-c", script], { cwd, env });
      assert.equal(stderr, "");
      const numbers = Array.from({ length: 24 }, (_, n) => Math.floor(n / 3)).join("\n");
      assert.equal(stdout.trim().split("\n").sort().join("\n"), numbers);
      assert.equal(readdirSync(code).filter((name) => name.endsWith(".json")).length, 8);
      assert.deepEqual(readdirSync(code).filter((name) => name.endsWith(".tmp")), []);
    }
  }));
