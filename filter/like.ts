/**
 * Texts with wildcards, as LIKE of SQLite compares them: `%` any characters, `_` one, A-Z like a-z. A backslash
 * takes the meaning from a wildcard; before anything else it stands for itself, and two of them for two, as in
 * the values that are shown.
 *
 * @module
 */

/** A pattern, read. Between two of the segments anything may stand. */
export interface Like {
  segments: readonly Segment[];
  /** The text, where it has no wildcards. */
  exact: string | undefined;
}

/** Characters without `%`: text, and null for `_`. */
type Segment = readonly (string | null)[];

const ASCII = /^\p{ASCII}*$/u;

/** The text with A-Z as a-z and all else as it is. */
export function foldCase(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Reads a pattern. */
export function parseLike(pattern: string): Like {
  const segments: (string | null)[][] = [[]];
  const add = (text: string): void => {
    const segment = segments[segments.length - 1];
    const last = segment.at(-1);
    if (typeof last === "string") segment[segment.length - 1] = last + text;
    else segment.push(text);
  };
  let plain = 0;
  const flush = (to: number): void => {
    if (to > plain) add(pattern.slice(plain, to));
  };
  for (let at = 0; at < pattern.length;) {
    const character = pattern[at];
    const next = pattern[at + 1];
    if (character === "\\" && next !== undefined) {
      if (next === "%" || next === "_") {
        flush(at);
        plain = at + 1;
      }
      at += 2;
    } else if (character === "%" || character === "_") {
      flush(at);
      plain = ++at;
      if (character === "_") segments[segments.length - 1].push(null);
      else segments.push([]);
    } else {
      at++;
    }
  }
  flush(pattern.length);
  return fromSegments(segments);
}

function fromSegments(segments: readonly Segment[]): Like {
  const [only] = segments;
  const isExact = segments.length === 1 && only.every((piece) => piece !== null);
  return { segments, exact: isExact ? only.join("") : undefined };
}

/** The same pattern with texts before and behind it; none behind a `%` at the end, which stands for it too. */
export function quoteLike(like: Like, quote: string): Like {
  const segments = like.segments.map((segment) => [...segment]);
  segments[0].unshift(quote);
  const last = segments[segments.length - 1];
  if (segments.length === 1 || last.length > 0) last.push(quote);
  return fromSegments(segments);
}

/** The same pattern with another text for each of its texts. */
export function mapLike(like: Like, change: (text: string) => string): Like {
  return fromSegments(
    like.segments.map((segment) => segment.map((piece) => piece === null ? null : change(piece))),
  );
}

/** The longest text that whatever matches must hold; undefined where there is none. */
export function longestText(like: Like): string | undefined {
  let longest: string | undefined;
  for (const piece of like.segments.flat()) {
    if (piece !== null && piece.length > (longest?.length ?? 0)) longest = piece;
  }
  return longest;
}

/** Where a segment that begins at `at` ends in the text; -1 where it does not match there. */
function matchAt(segment: Segment, text: string, at: number): number {
  for (const piece of segment) {
    if (piece === null) {
      if (at >= text.length) return -1;
      at += isPair(text, at) ? 2 : 1;
    } else {
      if (!text.startsWith(piece, at)) return -1;
      at += piece.length;
    }
  }
  return at;
}

/** Where a segment that ends with the text begins; -1 where it does not match there. */
function matchEnd(segment: Segment, text: string): number {
  let at = text.length;
  for (let i = segment.length - 1; i >= 0; i--) {
    const piece = segment[i];
    if (piece === null) {
      if (at === 0) return -1;
      at -= at >= 2 && isPair(text, at - 2) ? 2 : 1;
    } else {
      at -= piece.length;
      if (at < 0 || !text.startsWith(piece, at)) return -1;
    }
  }
  return at;
}

/** Where the first match of a segment from `at` on ends; -1 where there is none. */
function search(segment: Segment, text: string, at: number): number {
  const [first] = segment;
  for (; at <= text.length; at += isPair(text, at) ? 2 : 1) {
    if (typeof first === "string") {
      at = text.indexOf(first, at);
      if (at < 0) return -1;
    }
    const end = matchAt(segment, text, at);
    if (end >= 0) return end;
  }
  return -1;
}

/** Whether one character takes two code units here. */
function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}

/**
 * Whether texts match. Segments are looked for one after the other: what the first possible place leaves over is
 * the most that any could leave.
 */
export function likeTest(like: Like): (text: string) => boolean {
  if (like.exact !== undefined) {
    const wanted = foldCase(like.exact);
    return (text) => text.length === wanted.length && foldCase(text) === wanted;
  }
  const [first, ...rest] = mapLike(like, foldCase).segments;
  const last = rest.pop();
  return (text) => {
    const folded = foldCase(text);
    let at = matchAt(first, folded, 0);
    if (last === undefined) return at === folded.length;
    for (const segment of rest) {
      if (at < 0) return false;
      if (segment.length > 0) at = search(segment, folded, at);
    }
    return at >= 0 && matchEnd(last, folded) >= at;
  };
}
