/** Longer texts are given to the encoder: for shorter ones the call costs more than the work. */
const SHORT = 96;

const encoder = new TextEncoder();

/**
 * Writes a text as UTF-8 to `bytes` from `at` on, where there must be room for three bytes a code unit. Returns how many
 * bytes it took.
 */
export function writeUtf8(bytes: Uint8Array, at: number, text: string): number {
  const { length } = text;
  if (length > SHORT) return encoder.encodeInto(text, bytes.subarray(at)).written;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return i + encoder.encodeInto(text.slice(i), bytes.subarray(at + i)).written;
    bytes[at + i] = code;
  }
  return length;
}
