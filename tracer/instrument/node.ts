/** A node of the syntax tree, as the parser makes it. Which further fields there are hangs on `type`. */
export interface Node {
  type: string;
  /** Offset of its first character, in UTF-16 code units. */
  start: number;
  /** Offset behind its last character. */
  end: number;
  loc: { start: { line: number; column: number } };
  // deno-lint-ignore no-explicit-any
  [field: string]: any;
}

const SKIPPED = new Set(["loc", "extra", "typeAnnotation", "returnType", "typeParameters", "typeArguments", "errors"]);

/** Calls `visit` with each child node of `node`, in the order of the source. */
export function forEachChild(node: Node, visit: (child: Node, field: string) => void): void {
  for (const field in node) {
    const child = node[field];
    if (child === null || typeof child !== "object" || SKIPPED.has(field)) continue;
    if (Array.isArray(child)) {
      for (const element of child) if (element && typeof element.type === "string") visit(element, field);
    } else if (typeof child.type === "string") {
      visit(child, field);
    }
  }
}

/** Whether the node is a function with a body of its own (methods, getters and constructors included). */
export function isFunction(node: Node): boolean {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassPrivateMethod":
      return node.body !== null && node.body !== undefined;
    default:
      return false;
  }
}
