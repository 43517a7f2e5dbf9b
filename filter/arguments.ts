/** An argument as the database keeps it for reading. */
export interface Argument {
  name: string;
  value: string;
  type: string;
}

/**
 * Takes the column `args` apart: NAME \x1f VALUE \x1f TYPE \x1e, with a leading \x1e. By hand, as whoever exports a
 * recording does it for each trace. What is not whole is taken as far as it goes.
 */
export function parseArguments(args: string | null): Argument[] {
  const found: Argument[] = [];
  if (args === null) return found;
  for (let at = 0; at < args.length;) {
    let end = args.indexOf("\x1e", at);
    if (end < 0) end = args.length;
    if (end > at) found.push(argumentIn(args, at, end));
    at = end + 1;
  }
  return found;
}

function argumentIn(args: string, start: number, end: number): Argument {
  const value = args.indexOf("\x1f", start);
  if (value < 0 || value >= end) return { name: args.slice(start, end), value: "", type: "" };
  const type = args.indexOf("\x1f", value + 1);
  const name = args.slice(start, value);
  if (type < 0 || type >= end) return { name, value: args.slice(value + 1, end), type: "" };
  return { name, value: args.slice(value + 1, type), type: args.slice(type + 1, end) };
}
