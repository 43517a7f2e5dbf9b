/** An argument as the database keeps it for reading. */
export interface Argument {
  name: string;
  value: string;
  type: string;
}

/** Takes the column `args` apart: NAME \x1f VALUE \x1f TYPE \x1e, with a leading \x1e. */
export function parseArguments(args: string | null): Argument[] {
  if (args === null) return [];
  const found: Argument[] = [];
  for (const part of args.split("\x1e")) {
    if (part === "") continue;
    const [name, value = "", type = ""] = part.split("\x1f");
    found.push({ name, value, type });
  }
  return found;
}
