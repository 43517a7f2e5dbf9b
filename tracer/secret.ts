import { regExpTest, substring } from "./intrinsics.ts";

/** The last word of a name decides for `token`: `accessToken` is a secret, `tokens` and `tokenizer` are not. */
const SECRET =
  /passw(?:or)?d|passphrase|secret|(?:^|[^a-z])token$|[a-z]Token$|authorization|cookie|(?:api|private|access|signing|encryption)[-_]?key|credential/i;
// `test` looks it up: the program may have replaced that of all regular expressions.
Object.defineProperty(SECRET, "exec", { value: SECRET.exec });
/** What is longer is no name, but a text that somebody uses as a key. */
const MAX_UNITS = 256;

/** Whether a key or parameter of this name is likely to hold what nobody may read in a trace. */
export function isSecret(name: string): boolean {
  return regExpTest(SECRET, name.length <= MAX_UNITS ? name : substring(name, 0, MAX_UNITS)) as boolean;
}
