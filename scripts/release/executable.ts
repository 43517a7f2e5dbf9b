/** Executables by `bun build --compile` and by `deno compile`. @module */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { brotliCompressSync } from "node:zlib";
import { bundle, bunExecutable, plainEnvironment } from "../bundler.ts";
import { root } from "../files.ts";
import { binaryKind } from "./binary.ts";
import { nativeLibrary } from "./native_library.ts";
import { ownTarget, type Target } from "./targets.ts";

const dist = join(root, "dist");
const ARTEFACTS = ["hook.cjs", "dumper.mjs", "koffi.node", "report.html"];

/** The reader's Worker lies beside the entry, where the reader looks for it. */
const WORKER = "scan_worker.ts";

/** The engines that an executable can hold. */
export const ENGINES = ["bun", "deno"] as const;

/** One of `ENGINES`. */
export type Engine = typeof ENGINES[number];

/**
 * Makes the executable of tstrace for `target` at `outfile`, from the sources and the artefacts in `dist/`. The same
 * sources give the same bytes with Bun. Throws an `Error` in one line where it cannot be made.
 */
export function makeExecutable(engine: Engine, target: Target, outfile: string): void {
  // Made aside and renamed, as it may be running.
  const temporary = mkdtempSync(join(dist, "compile-"));
  try {
    const made = join(temporary, target.executable);
    writeFileSync(join(temporary, "entry.ts"), entryText(engine, target, temporary));
    if (engine === "bun") compileWithBun(target, temporary, made);
    else compileWithDeno(target, temporary, made);
    const kind = binaryKind(readFileSync(made).subarray(0, 4096));
    if (kind !== target.kind) throw new Error(`the executable for ${target.name} is ${kind} and not ${target.kind}`);
    renameSync(made, outfile);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * The entry of the executable: it hands over the files that it carries, compressed, then starts the command line.
 */
function entryText(engine: Engine, target: Target, directory: string): string {
  const files = ARTEFACTS.map((name, index) => {
    const content = readFileSync(name === "koffi.node" ? nativeLibrary(target) : join(dist, name));
    const hash = createHash("sha256").update(content).digest("hex");
    writeFileSync(join(directory, `${name}.br`), brotliCompressSync(content));
    const imported = engine === "bun"
      ? `import file${index} from "./${name}.br" with { type: "file" };`
      : `const file${index} = new URL("./${name}.br", import.meta.url);`;
    return { imported, value: `"${name}": { name: "${name}", hash: "${hash}", read: () => unpack(file${index}) }` };
  });
  return [
    `import { readFileSync } from "node:fs";`,
    `import process from "node:process";`,
    ...files.map((file) => file.imported),
    `import { setEmbeddedArtefacts } from ${JSON.stringify(join(root, "cli", "artefacts.ts"))};`,
    // Needed when a file is unpacked only, which is once.
    `const unpack = (file) => process.getBuiltinModule("node:zlib").brotliDecompressSync(readFileSync(file));`,
    `setEmbeddedArtefacts({ ${files.map((file) => file.value).join(", ")} });`,
    `await import(${JSON.stringify(join(root, "main.ts"))});`,
  ].join("\n");
}

function compileWithBun(target: Target, directory: string, made: string): void {
  // A user's .env or bunfig.toml in the working directory is the program's, not ours.
  const own = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];
  // Without bytecode the start takes 30 ms longer. Split, the bytecode of a command is loaded when that is called.
  const form = ["--bytecode", "--splitting", "--format=esm", "--minify", "--keep-names"];
  const system = target.name === ownTarget().name ? [] : [`--target=${target.bun}`];
  writeFileSync(join(directory, WORKER), `import ${JSON.stringify(join(root, "reader", WORKER))};\n`);
  const words = ["build", "--compile", ...own, ...form, ...system, "entry.ts", WORKER, `--outfile=${made}`];
  const result = spawnSync(bunExecutable, words, { cwd: directory, env: plainEnvironment(), encoding: "utf8" });
  if (result.status !== 0) throw new Error(`bun build --compile for ${target.name} failed: ${lastLine(result.stderr)}`);
}

function compileWithDeno(target: Target, directory: string, made: string): void {
  if (target.deno === undefined) throw new Error(`deno compile knows no ${target.name}: use --engine bun`);
  // Bundled first: Deno would take the whole of node_modules in.
  bundle(join(directory, "entry.ts"), join(directory, "entry.mjs"), "esm");
  bundle(join(root, "reader", WORKER), join(directory, WORKER), "esm");
  const carried = [...ARTEFACTS.map((name) => `${name}.br`), WORKER].map((name) => `--include=${name}`);
  const words = ["compile", "-A", "--no-check", "--no-config", ...carried, `--target=${target.deno}`];
  const env = { ...plainEnvironment(), NO_COLOR: "1", DENO_NO_PACKAGE_JSON: "1" };
  const deno = join(root, "node_modules", "deno", "deno");
  const result = spawnSync(deno, [...words, `--output=${made}`, "entry.mjs"], {
    cwd: directory,
    env,
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(denoFailure(result.stderr, target));
}

/** One line on why `deno compile` failed. Its engine for executables, `denort`, is no part of it but downloaded. */
function denoFailure(stderr: string, target: Target): string {
  const given = process.env.DENORT_BIN;
  if (/Could not find denort/.test(stderr)) {
    return `DENORT_BIN=${given} is no file: it must be the denort of ${denoVersion()}`;
  }
  const url = /https:\S+denort\S+\.zip/.exec(stderr)?.[0];
  if (url === undefined) return `deno compile for ${target.name} failed: ${lastLine(stderr)}`;
  return `deno compile needs denort, its engine for ${target.deno}, which could not be downloaded: ` +
    `get ${url} where there is a network, unpack it, and set DENORT_BIN to the file`;
}

function denoVersion(): string {
  return `deno ${JSON.parse(readFileSync(join(root, "node_modules", "deno", "package.json"), "utf8")).version}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
