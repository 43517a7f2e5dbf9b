import { forEachChild, isFunction, type Node } from "./node.ts";

/**
 * Whether a function's body would mean something else inside a block, such as that of a `try`: a function
 * declared in it shares its name with a `var` or another function, which only the top level of a function allows,
 * or takes the place of a parameter where `arguments` or `eval` could tell.
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
  return declared.size > 0 && declaresVar(fn.body, declared);
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

/** Whether there is a `with` in the function: what stands in it cannot be followed. */
export function hasWith(node: Node): boolean {
  if (node.type === "WithStatement") return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= !isFunction(child) && hasWith(child);
  });
  return found;
}

function declaresVar(node: Node, names: Set<string>): boolean {
  if (isFunction(node)) return false;
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    return node.declarations.some((declarator: Node) => bindsOneOf(declarator.id, names));
  }
  let found = false;
  forEachChild(node, (child) => {
    found ||= declaresVar(child, names);
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
