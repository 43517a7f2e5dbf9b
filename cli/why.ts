/** `tstrace why`: who calls a function, and with what. @module */
import { Command, Option } from "commander";
import type { Caller, Catalogue, TypicalArguments, TypicalValues } from "../analysis/mod.ts";
import { databaseOption, parseCount, rawTimesOption } from "./option_values.ts";

/** How many values of an argument, and how many callers with their arguments, are shown. */
const SHOWN_VALUES = 3;
const SHOWN_CALLERS = 5;
/** Longer values are cut. */
const MAX_VALUE = 60;

/** Makes the command. */
export function whyCommand(): Command {
  const command = new Command("why")
    .summary("show who calls a function, how often, and with what")
    .description(
      "Shows who calls a function and who calls those, with how many calls came that way, and the arguments.",
    )
    .argument("<function>", "its name, with its class: Cart.total; % stands for any characters")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .addOption(new Option("--depth <n>", "levels of callers").argParser(parseCount).default(3))
    .addOption(rawTimesOption());
  return command.addHelpText("after", "\nExample:\n  tstrace why Cart.total --depth 5").action(async (name: string) => {
    const { readCommandFilter, tellOmissions, withReader } = await import("./analysis.ts");
    const analysis = await import("../analysis/mod.ts");
    const { quoteText } = await import("../filter/mod.ts");
    await withReader(command, async (reader) => {
      const filter = readCommandFilter(`func == ${quoteText(name)} and kind == 'call'`, reader);
      const range = analysis.currentRange(reader);
      const catalogue = analysis.readCatalogue(reader);
      const functions = new Set<number>();
      const note = (id: number | null): void => void functions.add(id ?? 0);
      const { text, parameters } = filter?.condition() ?? { text: "0", parameters: [] };
      reader.visit("function", `FROM traces WHERE ${text}`, parameters, note);
      const tree = analysis.readCallTree(reader, range);
      const { depth, rawTimes } = command.opts<{ depth: number; rawTimes?: true }>();
      const cost = rawTimes ? 0 : analysis.tracingCost(reader);
      analysis.correctTree(tree, cost);
      const callers = analysis.readCallers(tree, functions, depth);
      await print(callers, analysis.readTypicalArguments(reader, range, functions), functions, catalogue);
      tellOmissions(tree.omissions, [analysis.describeTimes(cost)]);
    });
  });
}

async function print(
  root: Caller,
  typical: readonly TypicalArguments[],
  functions: ReadonlySet<number>,
  catalogue: Catalogue,
): Promise<void> {
  const { formatDuration, formatTable, visible, writeOutput } = await import("../reader/mod.ts");
  const named = (id: number | undefined): string => {
    if (id === undefined) return "(nothing traced: the event loop, a library or the start)";
    const { name, module, line } = catalogue.function(id);
    return id === 0 ? "?" : `${name}  ${module}:${line}`;
  };
  const rows: string[][] = [];
  const add = (caller: Caller, rules: string, level: number): void => {
    caller.callers.forEach((above, i) => {
      const isLast = i === caller.callers.length - 1;
      const mark = level === 0 ? "" : `${rules}${isLast ? "└─ " : "├─ "}`;
      const threw = above.exceptions > 0 ? String(above.exceptions) : "";
      rows.push([String(above.calls), formatDuration(above.total), threw, `${mark}${named(above.function)}`]);
      add(above, level === 0 ? "" : `${rules}${isLast ? "   " : "│  "}`, level + 1);
    });
  };
  add(root, "", 0);
  const threw = root.exceptions > 0 ? `, ${root.exceptions} threw` : "";
  let text = [...functions].map((id) => `${visible(named(id))}\n`).join("");
  text += `${root.calls} calls, ${formatDuration(root.total)}${threw}\n\n`;
  text += formatTable(["calls", "total", "threw", "called by"], rows, [true, true, true]);
  for (const { caller, calls, values } of typical.slice(0, SHOWN_CALLERS)) {
    text += `\narguments in ${calls} calls from ${visible(named(caller))}\n`;
    const width = Math.max(...values.map(({ name }) => name.length));
    for (const value of values) text += `  ${visible(value.name.padEnd(width))}  ${visible(describe(value))}\n`;
    if (values.length === 0) text += "  none\n";
  }
  const more = typical.length - SHOWN_CALLERS;
  if (more > 0) text += `\n… and from ${more} other callers\n`;
  writeOutput(text);
}

/** `0.2 (80 %), 0.1 (20 %)`; of numbers also from where to where. */
function describe(values: TypicalValues): string {
  const { count, more } = values.different;
  const top = values.top(SHOWN_VALUES).map(({ value, count }) => {
    const shown = value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
    return count === values.count ? shown : `${shown} (${percent(count / values.count)})`;
  });
  const rest = count > SHOWN_VALUES ? `, … ${more ? "more than " : ""}${count} different` : "";
  const range = count > SHOWN_VALUES && !Number.isNaN(values.min) ? `, from ${values.min} to ${values.max}` : "";
  return top.join(", ") + rest + range;
}

function percent(share: number): string {
  return share < 0.01 ? "<1 %" : `${Math.round(share * 100)} %`;
}
