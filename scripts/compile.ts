/**
 * Makes the executable, `dist/tstrace` for this machine, or archives for others:
 *
 *     deno task compile                                   # dist/tstrace
 *     deno task compile --target linux-arm64              # dist/tstrace-<version>-linux-arm64.tar.gz; repeatable
 *     deno task compile --all                             # archives for all targets, and dist/SHA256SUMS
 *     deno task compile --engine deno                     # by deno compile instead of bun build --compile
 *
 * An archive holds the executable, the documentation, the manual page, completions for shells, and the licences of all
 * that is inside.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { renderCompletions, SHELLS } from "../cli/completions.ts";
import { renderManual } from "../cli/manual.ts";
import { createProgram } from "../cli/program.ts";
import { version } from "../cli/version.ts";
import { findFiles, root } from "./files.ts";
import { checksumLine, tarGz } from "./release/archive.ts";
import { buildArtefacts } from "./release/artefacts.ts";
import { type Engine, ENGINES, makeExecutable } from "./release/executable.ts";
import { licenceTexts } from "./release/licences.ts";
import { ownTarget, type Target, targetNamed, TARGETS } from "./release/targets.ts";

const dist = join(root, "dist");

/** Puts the archive for `target` into `dist/`; returns its path. */
async function makeArchive(engine: Engine, target: Target): Promise<string> {
  const temporary = mkdtempSync(join(dist, "archive-"));
  const program = await createProgram();
  try {
    const executable = join(temporary, target.executable);
    makeExecutable(engine, target, executable);
    const completions = await Promise.all(
      SHELLS.map(async (shell) => [shell.file, await renderCompletions(program, shell.name)]),
    );
    const name = `tstrace-${version}-${target.name}`;
    const file = (path: string, content: string | Uint8Array, executable = false) => ({
      path: `${name}/${path}`,
      content: typeof content === "string" ? new TextEncoder().encode(content) : content,
      executable,
    });
    const path = join(dist, `${name}.tar.gz`);
    const archive = tarGz([
      file(target.executable, readFileSync(executable), true),
      ...documents().map((path) => file(path, readFileSync(join(root, path)))),
      file("THIRD_PARTY_LICENSES.txt", licenceTexts(engine)),
      file("share/man/man1/tstrace.1", renderManual(program)),
      ...completions.map(([name, content]) => file(`share/completions/${name}`, content)),
    ]);
    writeFileSync(path, archive);
    return path;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The licence, and what README.md leads to. */
function documents(): string[] {
  return findFiles((path) => path === "LICENSE" || /^([A-Z]+\.md|docs\/.*\.(md|svg))$/.test(path));
}

/** Writes the checksums of the archives of this version in `dist/`. */
function writeChecksums(): void {
  const names = readdirSync(dist).filter((name) => name.startsWith(`tstrace-${version}-`) && name.endsWith(".tar.gz"));
  const lines = names.sort().map((name) => checksumLine(name, readFileSync(join(dist, name))));
  writeFileSync(join(dist, "SHA256SUMS"), lines.join(""));
}

async function compile(): Promise<void> {
  const { values } = parseArgs({
    options: {
      outfile: { type: "string", default: join(dist, "tstrace") },
      target: { type: "string", multiple: true, default: [] },
      all: { type: "boolean", default: false },
      engine: { type: "string", default: "bun" },
    },
  });
  const engine = ENGINES.find((name) => name === values.engine);
  if (engine === undefined) throw new Error(`there is no engine ${values.engine}: ${ENGINES.join(" or ")}`);
  const targets = values.all ? TARGETS.filter(({ deno }) => engine === "bun" || deno) : values.target.map(targetNamed);
  mkdirSync(dist, { recursive: true });
  buildArtefacts();
  if (targets.length === 0) {
    makeExecutable(engine, ownTarget(), resolve(values.outfile));
    console.log(resolve(values.outfile));
    return;
  }
  for (const target of targets) console.log(await makeArchive(engine, target));
  writeChecksums();
}

try {
  await compile();
} catch (error) {
  console.error(`compile: ${(error as Error).message}`);
  process.exitCode = 1;
}
