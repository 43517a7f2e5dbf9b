import { regExpTest } from "./intrinsics.ts";

/** The last word of a name decides for `token`: `accessToken` is a secret, `tokens` and `tokenizer` are not. */
const SECRET =
  /passw(?:or)?d|passphrase|secret|(?:^|[^a-z])token$|[a-z]Token$|authorization|cookie|(?:api|private|access|signing|encryption)[-_]?key|credential/i;
// `test` looks it up: the program may have replaced that of all regular expressions.
Object.defineProperty(SECRET, "exec", { value: SECRET.exec });
/** What was found out, as the same few names come again and again. An object, as a Map's methods can be replaced. */
const known: Record<string, boolean | undefined> = Object.create(null);
const MAX_KNOWN = 10_000;
let count = 0;

/** Whether a key or parameter of this name is likely to hold what nobody may read in a trace. */
export function isSecret(name: string): boolean {
  let secret = known[name];
  if (secret === undefined) {
    secret = regExpTest(SECRET, name) as boolean;
    if (count++ < MAX_KNOWN) known[name] = secret;
  }
  return secret;
}
