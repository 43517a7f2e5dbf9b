/**
 * Engines quote the code in what they say of a mistake: `(await find()).name is not a function`. Where a probe stands
 * in that code, the message would tell of the probe.
 *
 * @module
 */
import { getOwnPropertyDescriptor, includes, isNativeError, ownText } from "./intrinsics.ts";
import { withPristine } from "./pristine.ts";

const { defineProperty } = Object;

/** V8 names what was called. Without the probe there is no call, and so no name for it. */
const CALLED = /\$tstrace\d*\.\w+(?:\(\.\.\.\)| is not a function or its return value(?= is not))/g;
/** JavaScriptCore shows the code itself. */
const PROBE = /\$tstrace\d*\.\w+\(\$tstrace\d*_\w,/;

/** Has an engine's error, which somebody is about to see, say what it says where there are no probes. */
export function mendMessage(thrown: unknown): void {
  if (!isNativeError(thrown)) return;
  const message = ownText(thrown as object, "message");
  if (message === undefined || !includes(message, "$tstrace")) return;
  withPristine(() => {
    const value = mended(message);
    for (const key of ["message", "stack"]) {
      const descriptor = getOwnPropertyDescriptor(thrown, key);
      if (!descriptor?.writable || typeof descriptor.value !== "string") continue;
      defineProperty(thrown, key, { value: descriptor.value.replace(message, () => value) });
    }
  });
}

/** A message without the probes in the code that it quotes. */
export function mended(message: string): string {
  let text = message.replace(CALLED, "(intermediate value)")
    .replace("(intermediate value) is not a function or its return value is not", "(intermediate value) is not");
  for (let match = PROBE.exec(text); match; match = PROBE.exec(text)) {
    const from = match.index + match[0].length;
    const to = closing(text, from);
    let inner = text.slice(from, to);
    if (inner.startsWith("(") && closing(inner, 1) === inner.length - 1) inner = inner.slice(1, -1);
    text = text.slice(0, match.index) + inner + text.slice(to + 1);
  }
  return text;
}

/** Where the parenthesis is closed that was opened ahead of `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  return text.length;
}
