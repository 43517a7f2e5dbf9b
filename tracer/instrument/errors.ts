/** A module that does not parse. The runtime says so itself: this is for the one warning of ours. */
export class ParseError extends Error {
  override name = "ParseError";
}

/** A module that parses and that the language forbids all the same. What there is to say of it, the runtime says. */
export class EarlyError extends Error {
  override name = "EarlyError";
}

/** Whether it is the one of these errors, be it from another copy of this file. */
export function isNamed(error: unknown, name: "ParseError" | "EarlyError"): error is Error {
  return error instanceof Error && error.name === name;
}
