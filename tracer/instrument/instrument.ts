import { type Edited, Edits } from "./edits.ts";
import { commonJsNames, type ModuleKind, moduleKind } from "./kind.ts";
import { Marks } from "./marks.ts";
import type { Node } from "./node.ts";
import { parseModule, type Syntax } from "./parse.ts";
import { plainText } from "./plain.ts";
import { type FunctionInfo, Visitor, type Wants } from "./visitor.ts";

/** A module with probes, before its functions have their numbers. */
export interface Instrumented extends Edited {
  functions: FunctionInfo[];
  kind: ModuleKind;
  /** Whether the code is JavaScript without types: asked for, and to be had without compiling. */
  plain: boolean;
  /** Of a plain module: the names of CommonJS, such as `require`, that it refers to without declaring them. */
  names: string[];
  /** What is imported by a path and as something else than code (`with { type: "text" }`): path and type. */
  assets: { path: string; type: string }[];
  /** The name of the global that the probes are reached by. */
  probes: string;
}

/** What a module is written in, and which of its functions get probes. */
export interface InstrumentOptions extends Syntax {
  /** Which functions are traced; all are where it is not given. */
  wants?: Wants | undefined;
  /** Whether types are to become spaces, where that makes the module JavaScript. */
  plain?: boolean;
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
  const visitor = new Visitor(edits, probes, {
    marks,
    wants: options.wants,
    hasFinally: /\b(?:finally|of|using)\b/.test(source),
    waitsInHead: /\bfor\s*\(\s*await\b/.test(source),
  });
  if (!marks.wholeFile) visitor.module(file);
  const kind = moduleKind(source, file.program);
  const sloppy = file.sloppy && kind === "either";
  const plain = options.plain && !sloppy ? plainText(source, file, options.typescript) : undefined;
  const names = plain === undefined ? [] : commonJsNames(source, file.program);
  return {
    ...edits.apply(plain ?? source),
    functions: visitor.functions,
    kind,
    names,
    assets: assetsOf(source, file),
    probes,
    plain: plain !== undefined,
  };
}

function assetsOf(source: string, file: Node): Instrumented["assets"] {
  if (!/\bwith\s*\{/.test(source)) return [];
  const assets: Instrumented["assets"] = [];
  for (const { source: from, attributes } of file.program.body as Node[]) {
    const type = attributes?.find(({ key }: Node) => (key.name ?? key.value) === "type")?.value.value;
    if (type !== undefined && /^\.{0,2}\//.test(from?.value)) assets.push({ path: from.value, type });
  }
  return assets;
}
