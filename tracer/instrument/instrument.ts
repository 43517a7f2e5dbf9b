import { type Edited, Edits } from "./edits.ts";
import { Marks } from "./marks.ts";
import type { Node } from "./node.ts";
import { parseModule, type Syntax } from "./parse.ts";
import { type FunctionInfo, Visitor } from "./visitor.ts";

/** A module with probes, before its functions have their numbers. */
export interface Instrumented extends Edited {
  functions: FunctionInfo[];
  /** Whether it is written as an ES module, as CommonJS, or could be either. */
  kind: "module" | "commonjs" | "either";
  /** The name of the global that the probes are reached by. */
  probes: string;
}

/** What a module is written in, and which of its functions get probes. */
export interface InstrumentOptions extends Syntax {
  /** Whether a function of this name is traced; all are where it is not given. */
  wants?: (name: string) => boolean;
}

/** The name of the probes' global, unless the module itself uses it. */
export const PROBES = "$tstrace";

/**
 * Inserts probes into a module. Its lines stay what they are; one marked `@notrace-file` stays as it is.
 *
 * Throws ParseError where the text is no JavaScript or TypeScript.
 */
export function instrument(source: string, options: InstrumentOptions): Instrumented {
  let probes = PROBES;
  for (let i = 1; source.includes(probes); i++) probes = PROBES + i;
  const edits = new Edits();
  const file = parseModule(source, options);
  const marks = new Marks(source, file);
  const visitor = new Visitor(edits, probes, { marks, wants: options.wants, hasFinally: source.includes("finally") });
  if (!marks.wholeFile) visitor.module(file);
  return { ...edits.apply(source), functions: visitor.functions, kind: kindOf(source, file), probes };
}

function kindOf(source: string, file: Node): Instrumented["kind"] {
  if (file.program.sourceType === "module") return "module";
  return /\b(?:require|module|exports|__filename|__dirname)\b/.test(source) ? "commonjs" : "either";
}
