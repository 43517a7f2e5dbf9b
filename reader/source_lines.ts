import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type OriginalPlace, originalPlace } from "./original_source.ts";

/** The lines of a source file around one of them. */
export interface SourceLines {
  /** The file that it was compiled from, where a source map names one. */
  original: string | null;
  /** The line that was asked for, from 1. */
  line: number;
  /** The number of the first of `lines`, from 1. */
  first: number;
  lines: string[];
  /** Why they may not be what ran; null where nothing speaks against it. */
  doubt: string | null;
}

const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** Larger files are not read. */
const MAX_BYTES = 8 * 1024 ** 2;

/** Where a module's file lies; undefined where it is no file. */
export function modulePath(module: string): string | undefined {
  if (module.startsWith("file:")) {
    try {
      return fileURLToPath(module);
    } catch {
      return undefined;
    }
  }
  return module.startsWith("/") || /^[a-z]:[\\/]/i.test(module) ? module : undefined;
}

let cached: { path: string; changed: number; lines: string[] } | undefined;

function readLines(path: string, changed: number): string[] {
  if (cached?.path !== path || cached.changed !== changed) {
    cached = { path, changed, lines: readFileSync(path, "utf8").split(LINE_END) };
  }
  return cached.lines;
}

function part(lines: readonly string[], line: number, around: number): { first: number; lines: string[] } {
  const first = Math.max(1, line - around);
  return { first, lines: lines.slice(first - 1, line + around) };
}

/** What a module was compiled from: the file, or where that is not here the text in the map. */
function readOriginal(
  { path, line, content }: OriginalPlace,
  around: number,
  recordedMs: number,
  doubt: string | null,
): SourceLines | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  const isFile = found?.isFile() && found.size <= MAX_BYTES;
  const lines = isFile ? readFileSync(path, "utf8").split(LINE_END) : content?.split(LINE_END);
  if (lines === undefined || line > lines.length) return undefined;
  const isNewer = isFile && (found?.mtimeMs ?? 0) > recordedMs;
  return {
    original: path,
    line,
    ...part(lines, line, around),
    doubt: doubt ?? (isNewer ? "the file has changed since it ran" : null),
  };
}

/**
 * The lines around line `line` of a module, as it lies on the disk now; of what it was compiled from where a source map
 * leads there.
 *
 * @param recordedMs when it ran: a file changed later is doubted.
 * @returns a text that says why there are none.
 */
export function readSource(module: string, line: number, around: number, recordedMs: number): SourceLines | string {
  const path = modulePath(module);
  if (path === undefined) return "its source is not a file here";
  try {
    const { mtimeMs, size } = statSync(path);
    if (size > MAX_BYTES) return "its source file is too large to show";
    const lines = readLines(path, mtimeMs);
    if (line > lines.length) return "its source file has changed since: it is shorter now";
    const doubt = mtimeMs > recordedMs ? "the file has changed since it ran" : null;
    const original = originalPlace(path, lines, line);
    return (original && readOriginal(original, around, recordedMs, doubt)) ??
      { original: null, line, ...part(lines, line, around), doubt };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return "its source file is not there any more";
    return `its source file cannot be read (${code ?? "unknown"})`;
  }
}
