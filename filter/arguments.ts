/** An argument as the database keeps it for reading. */
export interface Argument {
  name: string;
  value: string;
  type: string;
}

/**
 * Goes over the column `args`: NAME \x1f VALUE \x1f TYPE \x1e, with a leading \x1e. By hand, as whoever exports a
 * recording does it for each trace. What is not whole is taken as far as it goes.
 */
export class ArgumentScanner implements Argument {
  name = "";
  value = "";
  type = "";
  readonly #args: string;
  #at = 0;

  constructor(args: string) {
    this.#args = args;
  }

  /** Goes on to the next argument; false where there is none. */
  next(): boolean {
    const args = this.#args;
    let start = this.#at;
    while (args.charCodeAt(start) === SEPARATOR) start++;
    if (start >= args.length) return false;
    let end = args.indexOf("\x1e", start);
    if (end < 0) end = args.length;
    this.#at = end + 1;
    let value = args.indexOf("\x1f", start);
    if (value < 0 || value > end) value = end;
    let type = args.indexOf("\x1f", value + 1);
    if (type < 0 || type > end) type = end;
    this.name = args.slice(start, value);
    this.value = args.slice(value + 1, type);
    this.type = args.slice(type + 1, end);
    return true;
  }
}

const SEPARATOR = 0x1e;

/** Takes the column `args` apart. */
export function parseArguments(args: string | null): Argument[] {
  const found: Argument[] = [];
  if (args === null) return found;
  const scanner = new ArgumentScanner(args);
  while (scanner.next()) found.push({ name: scanner.name, value: scanner.value, type: scanner.type });
  return found;
}
