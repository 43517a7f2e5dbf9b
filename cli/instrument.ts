/** `tstrace instrument`: a module as it would run. @module */
import { Command } from "commander";
import { readFileSync, writeSync } from "node:fs";
import { relative, resolve } from "node:path";
import process from "node:process";
import { TstraceError } from "../errors.ts";

/** Makes the command. */
export function instrumentCommand(): Command {
  return new Command("instrument")
    .summary("print a module as it would run")
    .description("Prints a module with the probes that tstrace puts into it. Its lines stay where they are.")
    .helpOption("-h, --help", "show this help")
    .argument("<file>", "a JavaScript or TypeScript file")
    .action(async (file: string) => writeAll(await probed(file, "instrument")));
}

/**
 * The module `file` with probes. `purpose` is what the user asked for.
 * Throws `TstraceError` (1) where it cannot be read, or does not parse.
 */
export async function probed(file: string, purpose: "instrument" | "run"): Promise<string> {
  const text = readSource(file, purpose);
  const { fillSlots, instrument } = await import("../tracer/instrument/mod.ts");
  try {
    const { code, slots } = instrument(text, syntaxOf(file));
    return fillSlots(code, slots, 0);
  } catch (error) {
    if (!(error instanceof Error && /^(Parse|Early)Error$/.test(error.name))) throw error;
    // What the grammar allows is the runtime's to judge.
    if (purpose === "run" && error.name === "EarlyError") return text;
    const shown = relative(process.cwd(), resolve(file));
    throw new TstraceError(`cannot ${purpose} ${shown}: it does not parse: ${error.message}`);
  }
}

/** What the extension of a file says of its text. JavaScript may hold JSX, TypeScript only as `.tsx`. */
function syntaxOf(file: string): { typescript: boolean; jsx: boolean } {
  return { typescript: /\.[cm]?tsx?$/i.test(file), jsx: /\.(tsx|jsx|js)$/i.test(file) };
}

function readSource(file: string, purpose: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a directory" : code;
    throw new TstraceError(`cannot ${purpose} ${file}: ${reason}`);
  }
}

/** Writes all of `text` to standard output before the process may end. */
function writeAll(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
    }
  }
}
