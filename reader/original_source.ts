/**
 * Where code was before it was compiled: the source map that a module names (https://tc39.es/ecma426).
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A line of the source that a module was compiled from. */
export interface OriginalPlace {
  path: string;
  /** From 1. */
  line: number;
  /** The source as the map has it; null where it has none. */
  content: string | null;
}

interface RawMap {
  mappings: string;
  sources: (string | null)[];
  sourceRoot?: string;
  sourcesContent?: (string | null)[];
}

/** Lines from the end of a module among which the comment that names the map is looked for. */
const TAIL = 5;
/** A map tells the lines apart, but what was put into one line is not told apart by lines. */
const MAX_LINE = 1000;

const COMMENT = /^\s*\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function readMap(url: string, directory: string): { map: RawMap; directory: string } {
  const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url);
  if (inline) {
    const text = inline[1] ? Buffer.from(inline[2], "base64").toString("utf8") : decodeURIComponent(inline[2]);
    return { map: JSON.parse(text), directory };
  }
  const path = url.startsWith("file:") ? fileURLToPath(url) : resolve(directory, decodeURIComponent(url));
  return { map: JSON.parse(readFileSync(path, "utf8")), directory: dirname(path) };
}

/** The numbers of a segment: base64 digits of five bits each, the lowest first, the sign last. */
function decodeSegment(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) * scale;
    scale *= 32;
    if (digit & 32) continue;
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = 0;
    scale = 1;
  }
  return numbers;
}

/** The source and its line, from 0, of the first mapping in a line, from 1; undefined where there is none. */
function firstMapping(mappings: string, line: number): { source: number; line: number } | undefined {
  let source = 0;
  let original = 0;
  for (const [i, group] of mappings.split(";").slice(0, line).entries()) {
    for (const segment of group.split(",")) {
      const numbers = decodeSegment(segment);
      if (numbers.length < 4) continue;
      source += numbers[1];
      original += numbers[2];
      if (i === line - 1) return { source, line: original };
    }
  }
  return undefined;
}

/**
 * Where a line of a compiled module comes from; undefined where its map does not tell, or there is none.
 *
 * @param lines all of the module; @param line from 1.
 */
export function originalPlace(path: string, lines: readonly string[], line: number): OriginalPlace | undefined {
  const comment = lines.slice(-TAIL).map((text) => COMMENT.exec(text)).findLast((found) => found !== null);
  if (!comment || (lines[line - 1]?.length ?? 0) > MAX_LINE) return undefined;
  try {
    const { map, directory } = readMap(comment[1], dirname(path));
    const found = firstMapping(map.mappings, line);
    const name = found && map.sources[found.source];
    if (!found || typeof name !== "string" || /^(?!file:)[a-z][\w+.-]+:/i.test(name)) return undefined;
    const source = name.startsWith("file:") ? fileURLToPath(name) : resolve(directory, map.sourceRoot ?? "", name);
    return { path: source, line: found.line + 1, content: map.sourcesContent?.[found.source] ?? null };
  } catch {
    // A map that is gone or damaged is none: what ran can still be shown.
    return undefined;
  }
}
