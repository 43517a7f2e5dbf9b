import { regExpTest, substring } from "./intrinsics.ts";

/** The last word of a name decides for `token`: `accessToken` is a secret, `tokens` and `tokenizer` are not. */
const SECRET =
  /passw(?:or)?d|passphrase|secret|(?:^|[^a-z])token$|[a-z]Token$|authorization|cookie|(?:api|private|access|signing|encryption)[-_]?key|credential/i;
// `test` looks it up: the program may have replaced that of all regular expressions.
Object.defineProperty(SECRET, "exec", { value: SECRET.exec });
/** What is longer is no name, but a text that somebody uses as a key. */
const MAX_UNITS = 256;

/** What users say of what nobody may read. */
export interface Secrets {
  /** Keys and parameters of these names too; `*` stands for any characters. */
  names: readonly string[];
  /** Names with dots between: the dumper finds these. */
  paths: readonly string[];
  /** Whether what is only likely to be secret may be read. */
  shown: boolean;
}

let likely = true;
let named: RegExp | undefined;

/** Sets what is secret; before anything is instrumented or recorded. Returns what tells that choice from others. */
export function chooseSecrets({ names, shown }: Secrets = { names: [], paths: [], shown: false }): string {
  likely = !shown;
  named = undefined;
  if (names.length > 0) {
    const bodies = names.map((name) => name.replace(/[\\^$.+?()[\]{}|/]/g, "\\$&").replaceAll("*", ".*"));
    named = new RegExp(`^(?:${bodies.join("|")})$`, "i");
    Object.defineProperty(named, "exec", { value: named.exec });
  }
  return shown || names.length > 0 ? JSON.stringify([shown, names]) : "";
}

/** Whether a key or parameter of this name is likely to hold what nobody may read in a trace. */
export function isSecret(name: string): boolean {
  const start = name.length <= MAX_UNITS ? name : substring(name, 0, MAX_UNITS);
  if (likely && regExpTest(SECRET, start)) return true;
  return named !== undefined && regExpTest(named, start) as boolean;
}
