/** The licence texts of what the executable and the package hold beside tstrace's own code. @module */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundlerOptions, bunExecutable } from "../bundler.ts";
import { findFiles, root } from "../files.ts";

/** All that is bundled starts in these. */
const ENTRIES = ["main.ts", "hook.ts", "collect.ts", "dumper/worker.ts"];

/** Texts of packages that bring none, by what their manifest calls their licence. */
const TEXTS: Readonly<Record<string, string>> = { "(Apache-2.0 AND BSD-3-Clause)": "apache-2.0.txt" };

/**
 * The texts of all licences, each under the names of what it is for, sorted. Which packages are inside is what the
 * bundler read. `engine` is the runtime that is inside too, where there is one.
 * Throws where a package has no text.
 */
export function licenceTexts(engine?: "bun" | "deno"): string {
  const packages = [...bundledPackages(), "koffi"].sort();
  const sections = packages.map((name) => section(title(name), licenceOf(name)));
  if (engine === "bun") sections.push(section(title("bun"), ownText("bun.txt")));
  if (engine === "deno") sections.push(section(title("deno"), licenceOf("deno")));
  const intro =
    "tstrace holds, beside its own code (MIT, see LICENSE), what follows under the licenses that stand with it.\n";
  return [intro, ...sections].join("\n");
}

/** The packages that are bundled, from the bundler's list of the files that it read. */
export function bundledPackages(): string[] {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-licences-"));
  try {
    const list = join(directory, "files.json");
    const entries = ENTRIES.filter((entry) => findFiles((path) => path === entry).length > 0);
    const words = ["build", ...entries, ...bundlerOptions, `--outdir=${directory}`, `--metafile=${list}`];
    const result = spawnSync(bunExecutable, words, { cwd: root, encoding: "utf8" });
    if (result.status !== 0) throw new Error(`bun build failed: ${result.stderr}`);
    const { inputs }: { inputs: Record<string, unknown> } = JSON.parse(readFileSync(list, "utf8"));
    const names = Object.keys(inputs).map((path) =>
      /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)
    );
    return [...new Set(names.flatMap((match) => match === null ? [] : [match[1]]))].sort();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function manifestOf(name: string): { version: string; license: string } {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
}

function title(name: string): string {
  const { version, license } = manifestOf(name);
  return `${name} ${version} (${license})`;
}

function licenceOf(name: string): string {
  const directory = join(root, "node_modules", name);
  const file = readdirSync(directory).find((each) => /^(licen[cs]e|copying)/i.test(each));
  if (file !== undefined) return readFileSync(join(directory, file), "utf8");
  const known = TEXTS[manifestOf(name).license];
  if (known === undefined) throw new Error(`${name} brings no text of its licence, ${manifestOf(name).license}`);
  return ownText(known);
}

function ownText(file: string): string {
  return readFileSync(join(root, "scripts", "release", "licences", file), "utf8");
}

function section(heading: string, text: string): string {
  return `${"=".repeat(80)}\n${heading}\n${"=".repeat(80)}\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
}
