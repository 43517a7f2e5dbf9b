import type { Node } from "./node.ts";

/** The name of a module's body, as a call. */
export const MODULE = "<module>";

/** What surrounds a function, from the inside out, and the name of the class it lies in. */
export interface Place {
  parent: Node;
  grandparent: Node | undefined;
  className: string | undefined;
}

/**
 * What a person would call a function: `Cart.total`, `Cart.#sum`, `get Cart.size`, `static Cart.of`, `new Cart`,
 * `handler` (from what it is assigned to), `items.map callback`, else `<anonymous>`.
 */
export function functionName(fn: Node, place: Place): string {
  if (fn.type === "ClassMethod" || fn.type === "ClassPrivateMethod") return methodName(fn, place.className);
  if (fn.type === "ObjectMethod") {
    const prefix = fn.kind === "get" || fn.kind === "set" ? `${fn.kind} ` : "";
    return prefix + keyName(fn);
  }
  if (fn.id) return fn.id.name;
  return assignedName(fn, place) ?? "<anonymous>";
}

function methodName(fn: Node, className = "<anonymous>"): string {
  if (fn.kind === "constructor") return `new ${className}`;
  const prefix = (fn.static ? "static " : "") + (fn.kind === "get" || fn.kind === "set" ? `${fn.kind} ` : "");
  return `${prefix}${className}.${keyName(fn)}`;
}

/** The name of a property, method or class field. */
export function keyName(member: Node): string {
  const key = member.key as Node;
  if (key.type === "PrivateName") return `#${key.id.name}`;
  if (member.computed) return `[${expressionName(key) ?? "…"}]`;
  if (key.type === "Identifier") return key.name;
  return String(key.value ?? "…");
}

/** The name of a class: its own, else of what it is assigned to. */
export function className(node: Node, place: Place): string {
  return node.id?.name ?? assignedName(node, place) ?? "<anonymous>";
}

function assignedName(value: Node, { parent, grandparent, className }: Place): string | undefined {
  switch (parent.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      return grandparent && assignedName(parent, { parent: grandparent, grandparent: undefined, className });
    case "VariableDeclarator":
      return expressionName(parent.id);
    case "AssignmentExpression":
    case "AssignmentPattern":
      return parent.right === value ? expressionName(parent.left) : undefined;
    case "ObjectProperty":
      return keyName(parent);
    case "ClassProperty":
    case "ClassPrivateProperty":
    case "ClassAccessorProperty":
      return `${parent.static ? "static " : ""}${className ?? "<anonymous>"}.${keyName(parent)}`;
    case "ExportDefaultDeclaration":
      return "default";
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression":
      return callbackName(value, parent);
    default:
      return undefined;
  }
}

function callbackName(value: Node, call: Node): string | undefined {
  if (!call.arguments.includes(value)) return undefined;
  const callee = expressionName(call.callee);
  return callee && `${call.type === "NewExpression" ? "new " : ""}${callee} callback`;
}

/** `a.b.c` for a chain of names; undefined for anything else. */
function expressionName(node: Node): string | undefined {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "StringLiteral":
      return JSON.stringify(node.value);
    case "NumericLiteral":
      return String(node.value);
    case "ParenthesizedExpression":
      return expressionName(node.expression);
    case "MemberExpression":
    case "OptionalMemberExpression": {
      const object = expressionName(node.object);
      if (node.computed) return object && `${object}[…]`;
      const property = node.property.type === "PrivateName" ? `#${node.property.id.name}` : node.property.name;
      return object === undefined ? property : `${object}.${property}`;
    }
    case "CallExpression": {
      const callee = expressionName(node.callee);
      return callee && `${callee}()`;
    }
    default:
      return undefined;
  }
}
