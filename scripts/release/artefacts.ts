import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../bundler.ts";
import { root } from "../files.ts";
import { makePage } from "./page.ts";
import { nativeLibrary } from "./native_library.ts";
import { ownTarget } from "./targets.ts";

const dist = join(root, "dist");

/** What the hook has in place of its own hash, until that is known. */
const BUILD = "@hash of this file@";

/** An artefact: from which entry, as what kind of module. */
const ARTEFACTS = [
  { name: "hook.cjs", entry: "hook.ts", format: "cjs" },
  { name: "dumper.mjs", entry: "dumper/worker.ts", format: "esm" },
  { name: "collect.mjs", entry: "collect.ts", format: "esm" },
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
      bundle(artefact.entry, join(temporary, artefact.name), artefact.format, { TSTRACE_BUILD: BUILD });
      if (artefact.name === "hook.cjs") writeOwnHash(join(temporary, artefact.name));
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

/** The hook knows its build by its hash: code that another build instrumented is not taken from the cache. */
function writeOwnHash(path: string): void {
  const text = readFileSync(path, "utf8");
  const parts = text.split(BUILD);
  if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places for its hash, not one`);
  writeFileSync(path, parts.join(createHash("sha256").update(text).digest("hex").slice(0, 16)));
}
