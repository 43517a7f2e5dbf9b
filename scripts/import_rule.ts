/**
 * Who may import whom: the table of ARCHITECTURE.md as data, and the check that files keep to it.
 *
 * @module
 */
import { dirname, join, normalize } from "node:path/posix";

/** What files of a part may import. */
interface Part {
  /** Other parts: their `mod.ts`, and what `DIRECT` names. */
  parts: readonly string[];
  /** Parts of which only types may be imported. */
  types?: readonly string[];
  /** Single files. */
  files?: readonly string[];
  /** Packages. */
  packages?: readonly string[];
  /** Built-in modules: all, none, or these. */
  builtins?: readonly string[] | "all";
}

/** A part is a folder, or a file in the root. */
const PARTS: Readonly<Record<string, Part>> = {
  "mod.ts": {
    parts: ["library", "tracer", "ring", "dumper", "store", "filter", "reader", "proto"],
    files: ["errors.ts", "runtime/select.ts"],
    builtins: "all",
  },
  "register.ts": { parts: ["library"] },
  library: {
    parts: ["store", "tracer", "dumper"],
    files: ["errors.ts", "runtime/select.ts"],
    builtins: "all",
  },
  "main.ts": { parts: ["cli"], files: ["errors.ts"], builtins: "all" },
  "hook.ts": { parts: ["tracer"], files: ["runtime/select.ts"], builtins: "all" },
  "errors.ts": { parts: [] },
  cli: {
    parts: ["tracer", "ring", "dumper", "store", "filter", "reader", "analysis", "export", "report", "proto"],
    files: ["mod.ts", "errors.ts", "package.json", "runtime/select.ts", "runtime/hook_environment.ts"],
    packages: ["commander", "jsonc-parser"],
    builtins: "all",
  },
  tracer: {
    parts: ["ring", "proto"],
    types: ["runtime"],
    files: ["errors.ts"],
    packages: ["@babel/parser", "@bufbuild/protobuf"],
    builtins: "all",
  },
  ring: { parts: [] },
  dumper: {
    parts: ["ring", "store", "filter", "proto"],
    types: ["runtime"],
    files: ["errors.ts"],
    packages: ["@bufbuild/protobuf"],
    builtins: "all",
  },
  store: { parts: [], files: ["errors.ts"], builtins: "all" },
  filter: { parts: ["store", "proto"], files: ["errors.ts"] },
  reader: {
    parts: ["store", "filter", "proto"],
    files: ["errors.ts"],
    packages: ["@bufbuild/protobuf", "fast-string-width"],
    builtins: "all",
  },
  analysis: {
    parts: ["store", "filter", "proto"],
    files: ["errors.ts"],
    packages: ["@babel/parser"],
    builtins: ["node:fs"],
  },
  export: {
    parts: ["store", "filter", "analysis", "proto"],
    files: ["errors.ts"],
    packages: ["hyparquet-writer"],
    builtins: ["node:zlib"],
  },
  report: {
    parts: ["filter", "analysis", "export"],
    files: ["reader/duration.ts"],
    builtins: ["node:buffer", "node:zlib"],
  },
  proto: { parts: [], packages: ["@bufbuild/protobuf"] },
  runtime: { parts: [], builtins: "all" },
};

/** Files of a part that other parts may import beside its `mod.ts`: generated code and hot paths in one file. */
const DIRECT: ReadonlySet<string> = new Set([
  "analysis/corrected.ts",
  "dumper/read_triggers.ts",
  "filter/arguments.ts",
  "filter/distance.ts",
  "filter/fields.ts",
  "filter/kinds.ts",
  "filter/match.ts",
  "filter/module.ts",
  "filter/path.ts",
  "filter/visible.ts",
  "filter/wire.ts",
  "store/alive.ts",
  "proto/trace_pb.ts",
  "proto/value_tags.ts",
  "tracer/instrument/mod.ts",
  "tracer/instrumenter.ts",
  "tracer/select.ts",
  "tracer/selection.ts",
  "tracer/trace_program.ts",
  "ring/layout.ts",
  "ring/reader.ts",
  "ring/writer.ts",
  "runtime/types.ts",
  "tracer/log.ts",
  "tracer/notrace.ts",
]);
/** Inner files that a single file may import. `main.ts` imports the command line as a whole. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = { "main.ts": ["cli/program.ts"] };

/** Folders that may import anything, and that nobody imports. */
const FREE = ["scripts", "bench", "tests", "examples"];

/** Tests, and what only they use. */
const TEST_FILE = /(^|\/)(\w+_test|testing|stress_\w+)\.ts$/;

/** An import as it stands in a file. */
export interface ImportStatement {
  specifier: string;
  /** `import type`. */
  typeOnly: boolean;
  /** `import()`, which loads it only when it is needed. */
  dynamic: boolean;
}

const STATEMENT =
  /^\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;

/** The imports in `text`, dynamic ones included. */
export function findImports(text: string): ImportStatement[] {
  return [...text.matchAll(STATEMENT)].map((match) => ({
    specifier: match[2] ?? match[3] ?? match[4],
    typeOnly: match[1] !== undefined,
    dynamic: match[4] !== undefined,
  }));
}

/** What is wrong with the imports of `file` (path from the root), a line each. */
export function checkImports(file: string, text: string): string[] {
  const name = partOf(file);
  if (FREE.includes(name)) return [];
  const part = PARTS[name];
  if (part === undefined) return [`${file}: ${name} is no part: add it to the table in scripts/import_rule.ts`];
  const test = TEST_FILE.test(file);
  return findImports(text).flatMap((statement) => {
    const reason = refusal(file, name, part, statement, test);
    return reason === undefined ? [] : [`${file}: ${statement.specifier}: ${reason}`];
  });
}

function refusal(
  file: string,
  name: string,
  part: Part,
  statement: ImportStatement,
  test: boolean,
): string | undefined {
  const { specifier } = statement;
  if (specifier.startsWith(".")) return relativeRefusal(file, name, part, statement, test);
  if (specifier.startsWith("node:") || specifier.startsWith("bun:")) {
    const allowed = test || part.builtins === "all" || part.builtins?.includes(specifier);
    return allowed ? undefined : `${name} does without built-in modules`;
  }
  const [scope, second] = specifier.split("/");
  const packageName = scope.startsWith("@") ? `${scope}/${second}` : scope;
  if (part.packages?.includes(packageName)) return undefined;
  return test ? undefined : `${name} may not use this package`;
}

function relativeRefusal(
  file: string,
  name: string,
  part: Part,
  { specifier, typeOnly }: ImportStatement,
  test: boolean,
): string | undefined {
  const target = normalize(join(dirname(file), specifier));
  const other = partOf(target);
  if (other === name && other !== target) return undefined;
  if (FREE.includes(other)) return `nobody imports ${other}/`;
  if (part.files?.includes(target) || ENTRIES[file]?.includes(target)) return undefined;
  const known = part.parts.includes(other) || (typeOnly && part.types?.includes(other));
  if (!known) return `${name} may not import ${other}${part.types?.includes(other) ? ", only its types" : ""}`;
  if (target === `${other}/mod.ts` || DIRECT.has(target)) return undefined;
  // What makes things to test with.
  if (test && target === `${other}/testing.ts`) return undefined;
  return `only ${other}/mod.ts is for other parts`;
}

function partOf(path: string): string {
  return path.split("/")[0];
}
