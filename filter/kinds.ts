/** `Kind` of proto/trace.proto, here again because loading the generated code costs more than the first screen. */
export const Kind = {
  CALL: 0,
  RETURN: 1,
  EXCEPTION: 2,
  LOG: 3,
  OVERFLOW: 4,
  YIELD: 5,
  AWAIT: 6,
  RESUME: 7,
} as const;

/** Names of the kinds as users write and read them, in the order of `Kind`. */
export const KIND_NAMES: readonly string[] = [
  "call",
  "return",
  "exception",
  "log",
  "overflow",
  "yield",
  "await",
  "resume",
];
