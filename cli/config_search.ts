/**
 * Which files may hold settings. Apart from what reads them, as every start of tstrace looks for them and few find any.
 *
 * @module
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProject } from "./project.ts";

/** The name of a file of its own. */
const CONFIG_FILE = "tstrace.config.json";
/** In one directory the first of them holds. */
const SHARED_FILES = ["deno.json", "deno.jsonc", "package.json"];
/** The key in the others. */
export const KEY = "tstrace";
/** What is larger (bytes) is no file of settings. */
const MAX_BYTES = 1 << 20;

/** A file that may hold settings. */
interface Candidate {
  path: string;
  /** Whether it is for settings alone. */
  isOwn: boolean;
}

/** The files that are looked into, those in `directory` first. */
export function* configFiles(directory: string): Generator<Candidate> {
  const top = topOf(directory);
  for (let current = directory;; current = dirname(current)) {
    for (const name of [CONFIG_FILE, ...SHARED_FILES]) {
      const path = join(current, name);
      if (existsSync(path)) yield { path, isOwn: name === CONFIG_FILE };
    }
    if (current === top || dirname(current) === current) return;
  }
}

/** Whether one of them has settings, as far as can be told without parsing it. */
export function hasConfig(directory: string): boolean {
  for (const { path, isOwn } of configFiles(directory)) {
    try {
      if (isOwn || mayHaveSettings(configText(path))) return true;
    } catch {
      // One that is another's and cannot be read has none.
    }
  }
  return false;
}

/** The text of a file of settings. Throws an `Error` that says why it is none. */
export function configText(path: string): string {
  const found = statSync(path);
  if (!found.isFile()) throw new Error("it is no file");
  if (found.size > MAX_BYTES) throw new Error(`it has ${found.size} bytes, and may have ${MAX_BYTES}`);
  return readFileSync(path, "utf8");
}

/** Whether the text of a file that is shared with others may hold the key. */
export function mayHaveSettings(text: string): boolean {
  return text.includes(`"${KEY}"`);
}

/** Where the search ends: what lies above is not the user's project, be it in a directory that anybody may write to. */
function topOf(directory: string): string {
  for (let current = directory; dirname(current) !== current; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return current;
  }
  const project = findProject(directory);
  return project === undefined ? directory : dirname(project.file);
}
