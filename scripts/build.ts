/**
 * Builds what the command line needs beside itself: the hook, the dumper's Workers, and a library for Node, in `dist/`. Runs in Deno, Bun and Node.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/** What the hook has in place of its own hash, until that is known. */
const BUILD = "@hash of this file@";

/** An artefact: from which entry, as what kind of module. */
const ARTEFACTS = [
  { name: "hook.cjs", entry: "hook.ts", format: "cjs" },
  { name: "dumper.mjs", entry: "dumper/worker.ts", format: "esm" },
  { name: "collect.mjs", entry: "collect.ts", format: "esm" },
] as const;

function build(): void {
  mkdirSync(dist, { recursive: true });
  // Built aside and renamed: several processes may build at once, and others read meanwhile.
  const temporary = mkdtempSync(join(dist, "build-"));
  try {
    for (const artefact of ARTEFACTS) {
      bundle(artefact.entry, join(temporary, artefact.name), artefact.format);
      if (artefact.name === "hook.cjs") writeOwnHash(join(temporary, artefact.name));
      renameSync(join(temporary, artefact.name), join(dist, artefact.name));
    }
    copyFileSync(nativeLibrary(), join(temporary, "koffi.node"));
    renameSync(join(temporary, "koffi.node"), join(dist, "koffi.node"));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The hook knows its build by its hash: code that another build instrumented is not taken from the cache. */
function writeOwnHash(path: string): void {
  const text = readFileSync(path, "utf8");
  const parts = text.split(BUILD);
  if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places for its hash, not one`);
  writeFileSync(path, parts.join(createHash("sha256").update(text).digest("hex").slice(0, 16)));
}

/** koffi's library for this machine: with it Node maps files. */
function nativeLibrary(): string {
  const { platform, arch } = process;
  const at = join(root, "node_modules", "@koromix", `koffi-${platform}-${arch}`, `${platform}_${arch}`, "koffi.node");
  if (!existsSync(at)) throw new Error(`koffi has no library for ${platform} ${arch}: expected ${at}`);
  return at;
}

function bundle(entry: string, outfile: string, format: string): void {
  // What is not needed at run time in every runtime stays an import: modules of Bun, and `node:` as ever.
  const external = ["--external", "bun", "--external", "bun:*", "--external", "node:*"];
  const small = ["--minify-whitespace", "--minify-syntax"];
  const define = `--define=TSTRACE_BUILD=${JSON.stringify(BUILD)}`;
  const args = ["build", join(root, entry), `--outfile=${outfile}`, `--format=${format}`, "--target=node", define];
  const env = { ...process.env, NODE_OPTIONS: "", BUN_OPTIONS: "" };
  const bun = join(root, "node_modules", "bun", "bin", "bun.exe");
  const result = spawnSync(bun, [...args, ...external, ...small], { encoding: "utf8", cwd: root, env });
  if (result.status === 0) return;
  throw new Error(`bun build ${entry} failed: ${result.error?.message ?? result.stderr}`);
}

build();
