/**
 * Makes the executable `dist/tstrace` with `bun build --compile`: tstrace, Bun itself, and the artefacts as files
 * inside. Options: `--outfile <path>`, `--target <bun target>` to make it for another system.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const bun = join(root, "node_modules", "bun", "bin", "bun.exe");

const { values } = parseArgs({
  options: { outfile: { type: "string", default: join(dist, "tstrace") }, target: { type: "string" } },
});

/** The entry of the executable: it hands over the files that it carries, then starts the command line. */
function entryText(): string {
  const files = ["hook.cjs", "dumper.mjs", "collect.mjs", "koffi.node"].map((name, index) => {
    const hash = createHash("sha256").update(readFileSync(join(dist, name))).digest("hex");
    const read = `() => readFileSync(file${index})`;
    const imported = `import file${index} from ${JSON.stringify(join(dist, name))} with { type: "file" };`;
    return { imported, value: `"${name}": { name: "${name}", hash: "${hash}", read: ${read} }` };
  });
  return [
    `import { readFileSync } from "node:fs";`,
    ...files.map((file) => file.imported),
    `import { setEmbeddedArtefacts } from ${JSON.stringify(join(root, "cli", "artefacts.ts"))};`,
    `setEmbeddedArtefacts({ ${files.map((file) => file.value).join(", ")} });`,
    `await import(${JSON.stringify(join(root, "main.ts"))});`,
  ].join("\n");
}

function run(command: string, args: string[], cwd: string = root): void {
  const env = { ...process.env, NODE_OPTIONS: "", BUN_OPTIONS: "" };
  const result = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], cwd, env });
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

run(bun, [join(root, "scripts", "build.ts")]);
const temporary = mkdtempSync(join(dist, "compile-"));
try {
  writeFileSync(join(temporary, "entry.ts"), entryText());
  // A user's .env or bunfig.toml in the working directory is the program's, not ours.
  const own = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];
  // Bytecode: without it the start takes 30 ms longer.
  const form = ["--bytecode", "--format=esm", "--minify-syntax", "--minify-whitespace"];
  const target = values.target === undefined ? [] : [`--target=${values.target}`];
  const made = join(temporary, "tstrace");
  run(bun, ["build", "--compile", ...own, ...form, ...target, "entry.ts", `--outfile=${made}`], temporary);
  renameSync(made, resolve(values.outfile));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
console.log(resolve(values.outfile));
