import type { CallNode, CallTree } from "./call_tree.ts";

/** What called a function, merged by the path from it upwards. */
export interface Caller {
  /** `functions.id`; undefined for the end of a path: nothing that is known called it. */
  function: number | undefined;
  /** How many calls of the function in question came this way. */
  calls: number;
  exceptions: number;
  /** What these calls took, ns. */
  total: number;
  callers: Caller[];
}

function newCaller(func: number | undefined): Caller {
  return { function: func, calls: 0, exceptions: 0, total: 0, callers: [] };
}

/** Turns the call tree upside down: who calls these functions, who calls those, up to `depth` levels. */
export function readCallers(tree: CallTree, functions: ReadonlySet<number>, depth: number): Caller {
  const root = newCaller(undefined);
  for (const node of tree.nodes) {
    if (node.function === 0 && node.parent === undefined && node === tree.root) continue;
    if (functions.has(node.function)) climb(root, node, depth);
  }
  sort(root);
  return root;
}

function climb(root: Caller, node: CallNode, depth: number): void {
  add(root, node);
  let at = root;
  let above = node.parent;
  for (let level = 0; level < depth; level++) {
    const func = above?.function;
    let next = at.callers.find((caller) => caller.function === func);
    if (next === undefined) at.callers.push(next = newCaller(func));
    add(next, node);
    if (above === undefined) return;
    at = next;
    above = above.parent;
  }
}

function add(caller: Caller, { calls, exceptions, total }: CallNode): void {
  caller.calls += calls;
  caller.exceptions += exceptions;
  caller.total += total;
}

function sort(caller: Caller): void {
  caller.callers.sort((a, b) => b.calls - a.calls);
  caller.callers.forEach(sort);
}
