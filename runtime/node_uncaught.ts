/**
 * What Node prints of an exception that nobody catches begins with the place where it was last thrown: in a
 * traced program that is a probe. Here the error gets the lines it would have had.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Script } from "node:vm";

const FRAME = /^ {4}at (?:.* \()?(node:.*|file:\/\/.*|\/.*|[A-Za-z]:\\.*):(\d+):(\d+)\)?$/m;
const ANY_FRAME = /^ {4}at /m;
/** A function of the language itself. */
const NATIVE_FRAME = /^ {4}at .*\(<anonymous>\)$/;
/** Where Node compiles a module: of what it finds wrong there it tells the place itself. */
const COMPILING = /^ {4}at (?:compileSourceTextModule|wrapSafe|compileFunctionForCJSLoader) \(node:/;
/** The heading that Node itself puts above what it cannot link, with the line that it was given. */
const LINKING = /^(.+):(\d+)\n(.*\$tstrace.*)\n( *)(\^+)\n/;
/** The name of an error at the start of its text. */
const NAME = /^[^\s:]*(?: \[[^\]]*\])*(?=:|\n|$)/;

/** Gives an error that is about to end the program the heading that Node would have printed for it. */
export function describeUncaught(error: unknown, origin: string): void {
  if (!(error instanceof Error) || process.listenerCount("uncaughtException") > 0) return;
  try {
    const { stack } = error;
    if (typeof stack !== "string") return;
    const frames = stack.slice(stack.search(ANY_FRAME)).split("\n");
    if (error instanceof SyntaxError && COMPILING.test(frames[0])) return;
    const linked = stack.replace(LINKING, unprobed);
    if (linked !== stack) return void (error.stack = linked);
    const heading = headingOf(frames, origin === "unhandledRejection");
    const text = named(error, stack);
    if (!markAsDescribed(error)) return;
    error.stack = heading + text;
  } catch {
    // The error is not what it seems. Node prints it as it can.
  }
}

/** The file and line, the source line, and a mark under the place, as they stand above the error itself. */
function headingOf(frames: string[], rejected: boolean): string {
  const innermost = frames.findIndex((frame) => !NATIVE_FRAME.test(frame));
  const match = FRAME.exec(frames[innermost] ?? "");
  if (!match) return "";
  const [, file, line, column] = match;
  const text = sourceLine(file, Number(line));
  if (text === undefined) return "";
  const at = Number(column) - 1;
  // An exception that is thrown has the place of the `throw`, a rejection that of the error's making.
  const thrown = rejected || innermost > 0 ? -1 : text.lastIndexOf("throw ", at);
  const indent = text.slice(0, thrown < 0 ? at : thrown).replace(/[^\t]/g, " ");
  return `${file}:${line}\n${text}\n${indent}^\n\n`;
}

/** A heading with the line that the program has. */
function unprobed(heading: string, file: string, line: string, given: string, indent: string, mark: string): string {
  const text = sourceLine(file, Number(line));
  // All that can stand ahead of an import or export on its line.
  const before = given.slice(0, indent.length).replace(/^const \$tstrace\d*_a=\$tstrace\d*\.m\(\d+ *\);/, "");
  if (!text?.startsWith(before)) return heading;
  return `${file}:${line}\n${text}\n${before.replace(/[^\t]/g, " ")}${mark}\n`;
}

/** The stack with the name that Node gives the error when it prints it: `Custom [Error]`. */
function named(error: Error, stack: string): string {
  const [shown] = NAME.exec(inspect(error, { customInspect: false, depth: 0, colors: false })) ?? [];
  const [own] = NAME.exec(stack) ?? [];
  return shown && own && shown.includes(own) ? shown + stack.slice(own.length) : stack;
}

function sourceLine(file: string, line: number): string | undefined {
  if (file.startsWith("node:")) return builtinSource(file.slice("node:".length))?.split("\n")[line - 1];
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  const text = readFileSync(path, "utf8");
  return (/\.[cm]?ts$/.test(path) ? stripTypes(text) : text).split(/\r\n|[\n\r\u2028\u2029]/)[line - 1];
}

/** The text of one of Node's own modules. */
function builtinSource(id: string): string | undefined {
  const { binding } = process as unknown as { binding(name: string): Record<string, string | undefined> };
  return binding("natives")[id];
}

function stripTypes(text: string): string {
  const { emitWarning } = process;
  // Node warns that this is experimental, which the program did not ask to know.
  process.emitWarning = () => {};
  try {
    return nodeModule.stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Has Node note that the error's stack begins with its heading. It does so itself for what a script throws that
 * is run with `displayErrors`.
 */
function markAsDescribed(error: Error): boolean {
  const { stack } = error;
  const name = "$tstrace_error";
  Object.defineProperty(globalThis, name, { value: error, configurable: true });
  try {
    new Script(`throw ${name}`).runInThisContext({ displayErrors: true });
  } catch {
    // It was thrown to be caught.
  } finally {
    Reflect.deleteProperty(globalThis, name);
  }
  return error.stack !== stack;
}
