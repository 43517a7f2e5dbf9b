import type { Node } from "./node.ts";

/** A name that a parameter binds, and whether the body can still see the argument under it. */
export interface Binding {
  name: string;
  seen: boolean;
}

/** The names that a function's parameters bind, in order, patterns taken apart. */
export function bindings(fn: Node): Binding[] {
  const names: string[] = [];
  for (const param of fn.params) collect(param, names);
  const shadowing = fn.body.type === "BlockStatement" ? hoistedFunctions(fn.body) : undefined;
  return [...new Set(names)].map((name) => ({ name, seen: !shadowing?.has(name) }));
}

function collect(pattern: Node | null, names: string[]): void {
  if (!pattern) return;
  switch (pattern.type) {
    case "Identifier":
      // TypeScript's `this` parameter is a type, not an argument.
      if (pattern.name !== "this") names.push(pattern.name);
      break;
    case "AssignmentPattern":
      collect(pattern.left, names);
      break;
    case "RestElement":
      collect(pattern.argument, names);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) collect(element, names);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        collect(property.type === "RestElement" ? property : property.value, names);
      }
      break;
    case "TSParameterProperty":
      collect(pattern.parameter, names);
      break;
  }
}

/** A function declared in the body under a parameter's name hides the argument from the first line on. */
function hoistedFunctions(body: Node): Set<string> | undefined {
  let names: Set<string> | undefined;
  for (const statement of body.body) {
    if (statement.type === "FunctionDeclaration" && statement.id) (names ??= new Set()).add(statement.id.name);
  }
  return names;
}
