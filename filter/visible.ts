/** Nothing but printable ASCII, as nearly every text is. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * What a terminal would obey or a reader could not see: control and format characters (escape, bidirectional
 * overrides, tags, …), line and paragraph separators, halves of surrogate pairs. The two joiners stay, which
 * emoji and several scripts are written with.
 */
const UNSAFE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return SHORT[character] ?? `\\x${digits.padStart(2, "0")}`;
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`;
}

/** The text with everything escaped that must not reach a terminal. */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSAFE, escaped);
}
