/**
 * What of the program may still run when a function is left.
 *
 * @module
 */
import { forEachChild, isFunction, type Node } from "./node.ts";

/** Whether code of the program runs when this is left: a `finally` block, an iterator's `return`, a disposal. */
function runsCodeWhenLeft(node: Node): boolean {
  if (node.type === "TryStatement") return Boolean(node.finalizer);
  if (node.type === "BlockStatement") return node.body.some(isUsing);
  return node.type === "ForOfStatement";
}

function isUsing(node: Node): boolean {
  return node.type === "VariableDeclaration" && node.kind === "using";
}

/** Whether code of the program may run after a function's last statement or its `return`. */
export function endsInFinally(body: Node): boolean {
  return body.body.some(isUsing) || returnsThroughFinally(body);
}

/** Whether there is a `return` whose completion a `finally` block may still change. */
function returnsThroughFinally(node: Node, guarded = false): boolean {
  if (node.type === "ReturnStatement") return guarded;
  if (isFunction(node)) return false;
  let found = false;
  const within = guarded || runsCodeWhenLeft(node);
  forEachChild(node, (child) => {
    found ||= returnsThroughFinally(child, within);
  });
  return found;
}
