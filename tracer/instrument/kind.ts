import { forEachChild, isFunction, type Node } from "./node.ts";
import { topLevelNames } from "./scopes.ts";

/**
 * What the text of a module tells of its kind:
 *
 * - `module`: what only an ES module may hold, such as `export` or an `await` at its top level
 * - `commonjs`: `module`, `exports` or what only sloppy code may hold
 * - `requires`: `require`, `__filename`, `__dirname` or `"use strict"`, as CommonJS has them, though some runtimes
 *   give them to ES modules too
 * - `mixed`: those, and `import.meta`
 * - `either`: nothing
 */
export type ModuleKind = "module" | "commonjs" | "requires" | "mixed" | "either";

/** What only code may use that is CommonJS for certain, or likely. */
const WORDS = /\b(?:require|module|exports|__filename|__dirname|this|with)\b|use strict/;

const NAMES = /\b(?:require|module|exports|__filename|__dirname)\b/;

/** What the text of a module tells of its kind, apart from the file's name and package. */
export function moduleKind(source: string, program: Node): ModuleKind {
  const { body, directives }: { body: Node[]; directives: Node[] } = program as never;
  if (body.length === 0 && directives.length === 0) return "module";
  if (body.some((statement) => /^(?:Import|Export)/.test(statement.type)) || awaits(program)) return "module";
  if (body.some((statement) => statement.type === "TSExportAssignment")) return "commonjs";
  const usesMeta = /\bimport\s*\.\s*meta\b/.test(source) &&
    holds(program, (node) => node.type === "MetaProperty" && node.meta.name === "import", nowhere);
  if (!WORDS.test(source)) return usesMeta ? "module" : "either";
  const { used, declared } = topLevelNames(program);
  const uses = (name: string): boolean => used.has(name) && !declared.has(name);
  // Comparing it with `require.main` is something that an ES module may do in Bun.
  const usesModule = uses("module") && /\bmodule\b/.test(source.replace(/\brequire\.main\s*===?\s*module\b/g, ""));
  if (usesModule || uses("exports") || holds(program, isThis, hasThis)) return "commonjs";
  if (/\bwith\b/.test(source) && holds(program, (node) => node.type === "WithStatement", nowhere)) return "commonjs";
  const importsByRequire = body.some((statement) => statement.type === "TSImportEqualsDeclaration");
  const requires = importsByRequire || uses("require") || uses("__filename") || uses("__dirname");
  if (usesMeta) return requires ? "mixed" : "module";
  return requires || directives.some(({ value }) => value.value === "use strict") ? "requires" : "either";
}

/** The names that CommonJS gives to each module, as far as this one refers to them without declaring them. */
export function commonJsNames(source: string, program: Node): string[] {
  if (!NAMES.test(source)) return [];
  const { used, declared } = topLevelNames(program);
  return ["require", "module", "exports", "__filename", "__dirname"].filter((name) =>
    used.has(name) && !declared.has(name)
  );
}

/** Whether the top level waits. */
function awaits(program: Node): boolean {
  const isWait = (node: Node): boolean =>
    node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await) ||
    (node.type === "VariableDeclaration" && node.kind === "await using");
  return holds(program, isWait, isFunction);
}

/** Whether there is such a node outside of all that `hides` what is in it. */
function holds(node: Node, wanted: (node: Node) => boolean, hides: (node: Node) => boolean): boolean {
  let found = false;
  forEachChild(node, (child) => {
    if (found) return;
    if (wanted(child)) found = true;
    else if (!hides(child)) found = holds(child, wanted, hides);
  });
  return found;
}

function isThis(node: Node): boolean {
  return node.type === "ThisExpression";
}

/** Whether `this` is another one inside. */
function hasThis(node: Node): boolean {
  if (isFunction(node)) return node.type !== "ArrowFunctionExpression";
  return /^Class(?:Property|PrivateProperty|AccessorProperty)$/.test(node.type) || node.type === "StaticBlock";
}

function nowhere(): boolean {
  return false;
}
