/**
 * Source maps: where a function stands in the original file, and the map
 * that holds once text has been inserted.
 *
 * @module
 */
import { insertedBefore, lineStarts } from "./positions.ts";

const INLINE = /\/\/# sourceMappingURL=data:application\/json[^,\n]*;base64,([A-Za-z0-9+/=]+)\s*$/;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGIT_VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** A segment of a line: column here, source, line there, column there, name; all from 0, and absolute. */
type Segment = number[];

/** What a source map holds (https://tc39.es/ecma426/). */
interface RawSourceMap {
  mappings: string;
  sources?: (string | null)[];
  sourceRoot?: string;
}

/** The map of a code to what it was compiled from. */
export class SourceMap {
  readonly #map: RawSourceMap;
  readonly #lines: Segment[][];
  readonly #sources: Segment[][] = [];

  constructor(map: RawSourceMap) {
    this.#map = map;
    this.#lines = decodeMappings(map.mappings);
  }

  /** The map in a file `name`, which a code at `url` names; `read` reads it. Undefined where it cannot be had. */
  static external(code: string, url: string, read: (url: URL) => string): SourceMap | undefined {
    const name = externalMapName(code);
    if (name === undefined) return undefined;
    try {
      const at = new URL(name, url);
      const { sourceRoot = "", sources = [], ...rest } = JSON.parse(read(at)) as RawSourceMap;
      // Where the map is put from here, its paths mean something else.
      const absolute = sources.map((source) =>
        source && new URL(sourceRoot.replace(/([^/])$/, "$1/") + source, at).href
      );
      return new SourceMap({ ...rest, sources: absolute });
    } catch {
      return undefined;
    }
  }

  /** The original place of a place in the code; lines and columns from 1. */
  find(line: number, column: number): { line: number; column: number } {
    const segments = this.#mapped(line);
    const found = segments[before(segments, column)] ?? segments[0];
    return found ? { line: found[2] + 1, column: found[3] + 1 } : { line, column };
  }

  /** Whether a place in the code comes from the original; a compiler puts functions of its own ahead of that. */
  covers(line: number, column: number): boolean {
    return before(this.#mapped(line), column) >= 0;
  }

  /** The segments of a line (from 1) that lead to a source. */
  #mapped(line: number): Segment[] {
    return this.#sources[line - 1] ??= (this.#lines[line - 1] ?? []).filter((segment) => segment.length >= 4);
  }

  /** This map as text, for the code after insertions into `source`: offset, number of characters; in pairs. */
  textAfter(source: string, inserted: number[]): string {
    const starts = lineStarts(source);
    const lines = this.#lines.map((segments, line) =>
      segments.map((
        [column, ...rest],
      ) => [column + insertedBefore(inserted, starts[line], starts[line] + column), ...rest])
    );
    return JSON.stringify({ ...this.#map, mappings: encodeMappings(lines) });
  }
}

/** The index of the last segment at or ahead of a column (from 1), -1 where there is none. */
function before(segments: Segment[], column: number): number {
  let [low, high] = [-1, segments.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (segments[middle][0] < column) low = middle;
    else high = middle;
  }
  return low;
}

/** The name of the file with a code's source map; undefined where it is not in a file. */
function externalMapName(code: string): string | undefined {
  const comment = code.lastIndexOf("//# sourceMappingURL=");
  return comment < 0 ? undefined : /^.{21}(?!data:)(\S+)\s*$/.exec(code.slice(comment))?.[1];
}

/** A source map that stands at the end of the code it belongs to. */
export class InlineSourceMap extends SourceMap {
  /** Offset in the code of the base64 text. */
  readonly #at: number;
  readonly #length: number;

  private constructor(map: RawSourceMap, at: number, length: number) {
    super(map);
    this.#at = at;
    this.#length = length;
  }

  /** Reads the map at the end of a code; undefined where there is none that can be read. */
  static of(code: string): InlineSourceMap | undefined {
    const comment = code.lastIndexOf("//# sourceMappingURL=");
    const match = comment < 0 ? null : INLINE.exec(code.slice(comment));
    if (!match) return undefined;
    try {
      const map = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(match[1]), (byte) => byte.charCodeAt(0))));
      return new InlineSourceMap(map, comment + match[0].indexOf(match[1]), match[1].length);
    } catch {
      return undefined;
    }
  }

  /** The code after insertions with this map brought up to date. `source` is the code before, `code` the one after. */
  moved(source: string, code: string, inserted: number[]): string {
    const base64 = btoa(binary(this.textAfter(source, inserted)));
    const at = this.#at + (code.length - source.length);
    return code.slice(0, at) + base64 + code.slice(at + this.#length);
  }
}

/** Where an engine may see a place: at each word and each other character. Some only ever see words. */
const TOKENS = { all: /[\w$#\u0080-\uffff]+|\S/g, words: /[\w$#"'`\u0080-\uffff]+/g };

const NEW_ERROR = /^(new\s+)(?:Type|Range|Syntax|Reference|Eval|URI|Aggregate)?Error\b/;

/** The mappings of a map from a code to its source, which differ by what was inserted alone. */
export function identityMappings(source: string, inserted: number[], places: keyof typeof TOKENS): string {
  const token = TOKENS[places];
  let next = 0;
  const starts = lineStarts(source);
  let text = "";
  let lastColumn = 0;
  let lastLine = 0;
  for (let line = 0; line < starts.length; line++) {
    const [start, end] = [starts[line], starts[line + 1] ?? source.length];
    let moved = 0;
    let lastCode = 0;
    let separator = line === 0 ? "" : ";";
    const add = (code: number, column: number): void => {
      text += separator + encodeVlq(code - lastCode) + "A" + encodeVlq(line - lastLine) +
        encodeVlq(column - lastColumn);
      [lastCode, lastColumn, lastLine, separator] = [code, column, line, ","];
    };
    // Every line has its first place, if only for its separator.
    add(0, 0);
    token.lastIndex = start;
    for (let match = token.exec(source); match && match.index < end; match = token.exec(source)) {
      const column = match.index - start;
      for (; inserted[next] <= match.index; next += 2) {
        const at = inserted[next] - start;
        add(at + moved, at);
        moved += inserted[next + 1];
      }
      // Bun leaves out the `new` of an error.
      const error = places === "words" && match[0] === "new" ? NEW_ERROR.exec(source.slice(match.index, end)) : null;
      add(column + moved, column + (error ? error[1].length : 0));
    }
    for (; next < inserted.length && inserted[next] < (starts[line + 1] ?? Infinity); next += 2) {
      const at = inserted[next] - start;
      add(at + moved, at);
      moved += inserted[next + 1];
    }
  }
  return text;
}

/** The comment with a map to the source at `url`. */
export function mapComment(mappings: string, url: string): string {
  return inlineMap(JSON.stringify({ version: 3, sources: [url], names: [], mappings }));
}

/** The comment with a map that is given as text. */
export function inlineMap(text: string): string {
  return `\n//# sourceMappingURL=data:application/json;base64,${btoa(binary(text))}\n`;
}

/** The UTF-8 bytes of a text, one character each, as `btoa` wants them. */
function binary(text: string): string {
  let result = "";
  for (const byte of new TextEncoder().encode(text)) result += String.fromCharCode(byte);
  return result;
}

function decodeMappings(mappings: string): Segment[][] {
  const last = [0, 0, 0, 0, 0];
  return mappings.split(";").map((line) => {
    last[0] = 0;
    return line === ""
      ? []
      : line.split(",").map((text) => decodeVlq(text).map((delta, field) => last[field] += delta));
  });
}

function encodeMappings(lines: Segment[][]): string {
  const last = [0, 0, 0, 0, 0];
  return lines.map((segments) => {
    last[0] = 0;
    return segments.map((segment) =>
      segment.map((value, field) => {
        const delta = value - last[field];
        last[field] = value;
        return encodeVlq(delta);
      }).join("")
    ).join(",");
  }).join(";");
}

function decodeVlq(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = DIGIT_VALUES.get(digit) ?? 0;
    value |= (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

function encodeVlq(number: number): string {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? bits | 32 : bits];
  } while (rest > 0);
  return text;
}
