import { forEachChild, isFunction, type Node } from "./node.ts";

/**
 * Whether a function's body would mean something else inside a block, such as that of a `try`: a function
 * declared in it shares its name with a `var` or another function, which only the top level of a function allows,
 * or with a function in an inner block, which in sloppy code takes its place, or it takes the place of a parameter
 * where `arguments` or `eval` could tell.
 */
export function needsFunctionScope(fn: Node, params: Set<string>): boolean {
  const declared = new Set<string>();
  for (const statement of fn.body.body) {
    if (statement.type !== "FunctionDeclaration" || !statement.id) continue;
    const name: string = statement.id.name;
    if (declared.has(name)) return true;
    if (params.has(name) && mentions(fn.body, ARGUMENTS)) return true;
    declared.add(name);
  }
  return declared.size > 0 && fn.body.body.some((statement: Node) => declaresAgain(statement, declared));
}

const ARGUMENTS = new Set(["arguments", "eval"]);

/** Whether one of these names stands in the function itself or an arrow function in it. */
function mentions(node: Node, names: Set<string>): boolean {
  if (node.type === "Identifier") return names.has(node.name);
  let found = false;
  forEachChild(node, (child) => {
    found ||= mentions(child, names);
  });
  return found;
}

/**
 * Whether a function that can be suspended is so at a place where no probe can stand: in a `with`, whose object may
 * have any name, or at the end of `for (await using …; …; …)`.
 */
export function cannotBeFollowed(node: Node): boolean {
  if (node.type === "WithStatement") return true;
  if (node.type === "ForStatement" && node.init?.kind === "await using") return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= !isFunction(child) && cannotBeFollowed(child);
  });
  return found;
}

/** Whether a statement holds a `var` of one of these names, or a function in a block. */
function declaresAgain(node: Node, names: Set<string>): boolean {
  if (isFunction(node)) return false;
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    return node.declarations.some((declarator: Node) => bindsOneOf(declarator.id, names));
  }
  let found = false;
  forEachChild(node, (child) => {
    found ||= (child.type === "FunctionDeclaration" && names.has(child.id?.name)) || declaresAgain(child, names);
  });
  return found;
}

function bindsOneOf(pattern: Node, names: Set<string>): boolean {
  if (pattern.type === "Identifier") return names.has(pattern.name);
  let found = false;
  forEachChild(pattern, (child) => {
    found ||= bindsOneOf(child, names);
  });
  return found;
}
