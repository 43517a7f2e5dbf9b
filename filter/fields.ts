import type { Field, Operator } from "./tree.ts";

/** What a field holds and how it may be compared. */
export interface FieldInfo {
  holds: "number" | "text" | "time" | "duration" | "value";
  operators: readonly Operator[];
  /** For completion. */
  about: string;
}

const EQUAL: readonly Operator[] = ["==", "!="];
const ORDER: readonly Operator[] = ["<", "<=", ">", ">="];
const MATCH: readonly Operator[] = ["~", "!~"];
const LIST: readonly Operator[] = ["in", "not in"];
const NUMBER = [...EQUAL, ...ORDER, ...LIST];
const TEXT = [...EQUAL, ...MATCH, ...LIST];
const ANY = [...EQUAL, ...ORDER, ...MATCH, ...LIST];

/** The fields, in the order in which they are offered. */
export const FIELDS: Readonly<Record<Field, FieldInfo>> = {
  func: { holds: "text", operators: TEXT, about: "name of the function" },
  module: { holds: "text", operators: TEXT, about: "path of its file" },
  arg: { holds: "text", operators: TEXT, about: "name of an argument" },
  value: { holds: "value", operators: ANY, about: "its value, as it is shown" },
  type: { holds: "text", operators: TEXT, about: "its type" },
  kind: { holds: "text", operators: TEXT, about: "call, return, exception, …" },
  duration: { holds: "duration", operators: NUMBER, about: "ns from call to return, or '5ms'" },
  time: { holds: "time", operators: NUMBER, about: "'2026/11/23 10:07:04', '10:07', '-5s'" },
  depth: { holds: "number", operators: NUMBER, about: "how many calls deep" },
  pid: { holds: "number", operators: NUMBER, about: "process" },
  tid: { holds: "number", operators: NUMBER, about: "thread" },
};

/** How what lies inside of an argument may be compared. */
export const PATH_OPERATORS: readonly Operator[] = ANY;

/** Words that begin a path, and the argument that they stand for; `arg` stands for the one named next. */
export const PATH_ROOTS: Readonly<Record<string, string>> = { return: "return value", exception: "exception" };

/** The words that compare and connect. They are no fields. */
export const KEYWORDS: ReadonlySet<string> = new Set(["and", "or", "not", "in"]);

/** Whether the word is the name of a field. */
export function isField(word: string): word is Field {
  return Object.hasOwn(FIELDS, word);
}
