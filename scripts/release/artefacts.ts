import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../bundler.ts";
import { root } from "../files.ts";
import { makePage } from "./page.ts";
import { nativeLibrary } from "./native_library.ts";
import { ownTarget } from "./targets.ts";

const dist = join(root, "dist");

/** What the hook has in place of its own hash, and of the instrumenter's text, until those are known. */
const BUILD = "@hash of this file@";
const INSTRUMENTER = "@instrumenter@";

/** An artefact: from which entry, as what kind of module. */
const ARTEFACTS = [
  { name: "hook.cjs", entry: "hook.ts", format: "cjs" },
  { name: "dumper.mjs", entry: "dumper/worker.ts", format: "esm" },
] as const;

/**
 * Builds what the command line needs beside itself: the hook, the dumper's Workers and the page of reports, in `dist/`. Throws where
 * something cannot be built.
 */
export function buildArtefacts(): void {
  mkdirSync(dist, { recursive: true });
  // Built aside and renamed: several processes may build at once, and others read meanwhile.
  const temporary = mkdtempSync(join(dist, "build-"));
  try {
    for (const artefact of ARTEFACTS) {
      const path = join(temporary, artefact.name);
      bundle(artefact.entry, path, artefact.format, { TSTRACE_BUILD: BUILD, TSTRACE_INSTRUMENTER: INSTRUMENTER });
      if (artefact.name === "hook.cjs") completeHook(path);
      renameSync(join(temporary, artefact.name), join(dist, artefact.name));
    }
    writeFileSync(join(temporary, "report.html"), makePage());
    renameSync(join(temporary, "report.html"), join(dist, "report.html"));
    copyFileSync(nativeLibrary(ownTarget()), join(temporary, "koffi.node"));
    renameSync(join(temporary, "koffi.node"), join(dist, "koffi.node"));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Puts the instrumenter into the hook, as a text, which is compiled when it is needed; and the hash of the whole, by
 * which it knows its build: code that another build instrumented is not taken from the cache.
 */
function completeHook(path: string): void {
  const instrumenter = `${path}-instrumenter`;
  bundle("tracer/instrument/mod.ts", instrumenter, "cjs");
  const text = replaceOnce(readFileSync(path, "utf8"), `"${INSTRUMENTER}"`, quoted(readFileSync(instrumenter, "utf8")));
  rmSync(instrumenter);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  writeFileSync(path, replaceOnce(text, BUILD, hash));
}

/** A text as a literal in ASCII, which engines keep in one byte a character. */
function quoted(text: string): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, escaped);
}

function replaceOnce(text: string, what: string, by: string): string {
  const parts = text.split(what);
  if (parts.length !== 2) throw new Error(`a bundle has ${parts.length - 1} places for ${what}, not one`);
  return parts.join(by);
}
