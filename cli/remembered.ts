import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { cacheDirectory } from "./artefacts.ts";

/** So many answers are kept. */
const LIMIT = 200;

/**
 * An answer that took long to find, as `remember` keeps it in the user's cache; undefined where there is none. `name`
 * says which kind of answers: it is that of their file.
 */
export function recall(name: string, key: string): string | undefined {
  const file = fileOf(name);
  return file === undefined ? undefined : read(file).get(placeOf(key));
}

/** Keeps an answer, and the newest others. A cache that cannot be written is no error, only slower. */
export function remember(name: string, key: string, answer: string): void {
  const file = fileOf(name);
  if (file === undefined) return;
  const others = [...read(file)].filter(([place]) => place !== placeOf(key));
  write(file, [...others, [placeOf(key), answer] as const].slice(-LIMIT));
}

function fileOf(name: string): string | undefined {
  const cache = cacheDirectory(process.env);
  return cache && join(cache, `${name}.json`);
}

function placeOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

function read(file: string): Map<string, string> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof content !== "object" || content === null) return new Map();
    return new Map(Object.entries(content).filter((entry) => typeof entry[1] === "string"));
  } catch {
    return new Map();
  }
}

function write(file: string, entries: readonly (readonly [string, string])[]): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, JSON.stringify(Object.fromEntries(entries)), { mode: 0o600 });
    renameSync(temporary, file);
  } catch {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // Nothing was written.
    }
  }
}
