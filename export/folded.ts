import { type CallNode, readCallTree } from "../analysis/mod.ts";
import type { Exporter } from "./format.ts";

/**
 * Writes folded stacks, a line for each path with its own time in nanoseconds, for flame graphs.
 * https://github.com/brendangregg/FlameGraph#2-fold-stacks
 */
export const exportFolded: Exporter = ({ reader, range, catalogue, chosen, progress }, sink) => {
  const { root, merged, omissions } = readCallTree(reader, range, chosen, progress);
  const open: { node: CallNode; path: string }[] = root.children.map((node) => ({ node, path: "" }));
  while (open.length > 0) {
    const { node, path } = open.pop() as { node: CallNode; path: string };
    // These two would be taken for the end of a name or of a line.
    const name = catalogue.function(node.function).name.replace(/[;\n\r]/g, ",");
    const whole = path === "" ? name : `${path};${name}`;
    if (node.self > 0) sink.text(`${whole} ${node.self}\n`);
    for (const child of node.children) open.push({ node: child, path: whole });
  }
  const notes = ["arguments and results are left out: the format has no place for them"];
  if (merged > 0) notes.push(`${merged} calls are on too many different paths: left out`);
  return { omissions, notes };
};
