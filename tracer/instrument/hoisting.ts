import { forEachChild, isFunction, type Node } from "./node.ts";

/**
 * Whether a function's body would mean something else inside a block, such as that of a `try`: a function
 * declared in it shares its name with a parameter, a `var` or another function, which only the top level of
 * a function allows.
 */
export function needsFunctionScope(fn: Node, params: Set<string>): boolean {
  const declared = new Set<string>();
  for (const statement of fn.body.body) {
    if (statement.type !== "FunctionDeclaration" || !statement.id) continue;
    const name: string = statement.id.name;
    if (declared.has(name) || params.has(name)) return true;
    declared.add(name);
  }
  return declared.size > 0 && declaresVar(fn.body, declared);
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
