/** `tstrace tree`: the call tree, merged by path. @module */
import { Command, Option } from "commander";
import type { CallNode, Catalogue } from "../analysis/mod.ts";
import { databaseOption, parseCount, rawTimesOption } from "./option_values.ts";

interface TreeOptions {
  depth?: number;
  json?: true;
  rawTimes?: true;
}

const HELP = `
Examples:
  tstrace tree --depth 4
  tstrace tree "func == 'Cart.total'"

docs/analysis.md says what the columns mean.`;

/** Makes the command. */
export function treeCommand(): Command {
  const command = new Command("tree")
    .summary("show the call tree, merged by path")
    .description(
      "Shows who called whom: calls that came about by the same path of functions are one line. With a filter, the " +
        "calls that it finds and what is below them.",
    )
    .argument("[filter]", "where to begin, such as \"func == 'Cart.total'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("--depth <n>", "show at most so many levels").argParser(parseCount))
    .option("--json", "print JSON lines, times in nanoseconds")
    .addOption(rawTimesOption());
  return command.addHelpText("after", HELP).action(async (filterText: string | undefined) => {
    const options = command.opts<TreeOptions>();
    const { readCommandFilter, tellOmissions, withReader } = await import("./analysis.ts");
    const { chooseCalls, correctTree, currentRange, describeTimes, readCallTree, readCatalogue, tracingCost } =
      await import("../analysis/mod.ts");
    await withReader(command, async (reader) => {
      const filter = readCommandFilter(filterText, reader);
      const range = currentRange(reader);
      const tree = readCallTree(reader, range, filter && chooseCalls(filter, reader, range));
      const cost = options.rawTimes ? 0 : tracingCost(reader);
      correctTree(tree, cost);
      const hidden = await print(tree.root, readCatalogue(reader), options);
      const notes = [describeTimes(cost)];
      if (hidden > 0) notes.push(`${hidden} paths are deeper: give a larger --depth`);
      if (tree.merged > 0) notes.push(`${tree.merged} calls are on too many different paths: left out`);
      tellOmissions(tree.omissions, notes);
    });
  });
}

/** A line of the tree: the node, and the rules that lead to it. */
interface Line {
  node: CallNode;
  rules: string;
  path: string[];
}

/** Returns how many nodes are deeper than wanted. */
async function print(root: CallNode, catalogue: Catalogue, { depth = Infinity, json }: TreeOptions): Promise<number> {
  const { formatDuration, formatTable, printQuery, writeOutput } = await import("../reader/mod.ts");
  const lines: Line[] = [];
  const hidden = walk(root, depth, catalogue, lines);
  const name = ({ node }: Line): string => catalogue.function(node.function).name;
  const place = ({ node }: Line): string => {
    const { module, line } = catalogue.function(node.function);
    return node.function === 0 ? "" : `${module}:${line}`;
  };
  if (json) {
    const columns = ["depth", "function", "place", "calls", "total", "self", "waiting", "exceptions", "path"];
    const rows = lines.map((line) => {
      const { calls, total, self, waiting, exceptions } = line.node;
      const path = line.path.join(";");
      return [line.path.length - 1, name(line), place(line), calls, total, self, waiting, exceptions, path];
    });
    printQuery({ columns, rows }, "json");
    return hidden;
  }
  const waits = lines.some(({ node }) => node.waiting > 0);
  const columns = ["total", "self", ...(waits ? ["waiting"] : []), "calls", "function", ""];
  const rows = lines.map((line) => {
    const { total, self, waiting, calls, exceptions, gap } = line.node;
    const mark = gap ? "*" : "";
    const thrown = exceptions > 0 ? `  (${exceptions} threw)` : "";
    return [
      formatDuration(total) + mark,
      formatDuration(self) + mark,
      ...(waits ? [waiting > 0 ? formatDuration(waiting) : ""] : []),
      String(calls),
      `${line.rules}${name(line)}${thrown}`,
      place(line),
    ];
  });
  writeOutput(formatTable(columns, rows, columns.map((_, i) => i < columns.length - 2)));
  return hidden;
}

/** Puts the nodes below `root` in the order in which they are shown; no recursion, as trees can be very deep. */
function walk(root: CallNode, depth: number, catalogue: Catalogue, lines: Line[]): number {
  const open = [{ children: inOrder(root), next: 0, rules: "", path: [] as string[] }];
  let hidden = 0;
  while (open.length > 0) {
    const level = open[open.length - 1];
    const node = level.children[level.next++];
    if (node === undefined) {
      open.pop();
      continue;
    }
    const isLast = level.next === level.children.length;
    const path = [...level.path, catalogue.function(node.function).name];
    lines.push({ node, path, rules: open.length === 1 ? "" : `${level.rules}${isLast ? "└─ " : "├─ "}` });
    if (open.length >= depth) hidden += node.children.length;
    else {
      const rules = open.length === 1 ? "" : `${level.rules}${isLast ? "   " : "│  "}`;
      open.push({ children: inOrder(node), next: 0, rules, path });
    }
  }
  return hidden;
}

function inOrder(node: CallNode): CallNode[] {
  return node.children.sort((a, b) => b.total - a.total || b.calls - a.calls);
}
