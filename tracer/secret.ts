/** The last word of a name decides for `token`: `accessToken` is a secret, `tokens` and `tokenizer` are not. */
const SECRET =
  /passw(?:or)?d|passphrase|secret|(?:^|[^a-z])token$|[a-z]Token$|authorization|cookie|(?:api|private|access|signing|encryption)[-_]?key|credential/i;
/** What was found out, as the same few names come again and again. */
const known = new Map<string, boolean>();
const MAX_KNOWN = 10_000;

/** Whether a key or parameter of this name is likely to hold what nobody may read in a trace. */
export function isSecret(name: string): boolean {
  let secret = known.get(name);
  if (secret === undefined) {
    secret = SECRET.test(name);
    if (known.size < MAX_KNOWN) known.set(name, secret);
  }
  return secret;
}
