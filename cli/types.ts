/** `tstrace types`: the types that functions were called with, against those that they declare. @module */
import { Command, Option } from "commander";
import type { Catalogue, CatalogueFunction, DeclaredType, FunctionTypes, SeenTypes } from "../analysis/mod.ts";
import { databaseOption, parseCount } from "./option_values.ts";

interface TypesOptions {
  conflicts?: true;
  limit?: number;
  json?: true;
}

/** A place where a type was seen, beside the type that is declared for it. */
interface Place {
  seen: SeenTypes;
  declared: DeclaredType | undefined;
}

const HELP = `
Examples:
  tstrace types "module == 'src/cart.ts'"
  tstrace types --conflicts

docs/analysis.md says more.`;

/** Makes the command. */
export function typesCommand(): Command {
  const command = new Command("types")
    .summary("show the types that functions were really called with")
    .description("Shows the types of arguments and results as TypeScript signatures, against those that are declared.")
    .argument("[filter]", "which calls, such as \"module == 'src/cart.ts'\"")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .option("--conflicts", "only functions that were given or returned what they do not declare")
    .addOption(new Option("--limit <n>", "show at most so many functions").argParser(parseCount))
    .option("--json", "print JSON lines");
  return command.addHelpText("after", HELP).action(async (filterText: string | undefined) => {
    const { conflicts, limit, json } = command.opts<TypesOptions>();
    const { readCommandFilter, tellOmissions, withReader } = await import("./analysis.ts");
    const analysis = await import("../analysis/mod.ts");
    const { writeOutput, visible } = await import("../reader/mod.ts");
    await withReader(command, (reader) => {
      const filter = readCommandFilter(filterText, reader);
      const range = analysis.currentRange(reader);
      const chosen = filter && analysis.chooseCalls(filter, reader, range);
      const { functions, omissions } = analysis.readTypes(reader, range, chosen);
      const catalogue = analysis.readCatalogue(reader);
      const newest = reader.recordings().at(-1);
      const declarations = new analysis.Declarations(newest?.endedMs ?? newest?.startedMs ?? 0);
      let shown = 0;
      for (const types of functions.sort((a, b) => b.calls - a.calls)) {
        const called = catalogue.function(types.function);
        if (called.kind === "module") continue;
        const declared = declarations.find(called);
        const places: Place[] = types.params.map((seen) => ({ seen, declared: declared?.params.get(seen.name) }));
        places.push({ seen: types.returned, declared: declared?.returned });
        if (conflicts && !places.some(conflicting)) continue;
        if (++shown > (limit ?? Infinity)) break;
        const lines = json
          ? [toJson(types, places, catalogue)]
          : describe(types, places, catalogue).map((line) => visible(line));
        if (!writeOutput(`${lines.join("\n")}\n`)) break;
      }
      const { size } = declarations.missing;
      const notes = size > 0 ? [`${size} sources were changed since or are gone: declared types not compared`] : [];
      if (shown === 0 && conflicts) notes.push("no conflicts: no call had a type that a declaration does not allow");
      tellOmissions(omissions, notes);
    });
  });
}

/** The types seen that the declared one does not allow. */
function refused({ seen, declared }: Place): { type: string; count: number }[] {
  return seen.list().filter((entry) => declared?.accepts(entry.seen) === false);
}

function conflicting(place: Place): boolean {
  return refused(place).length > 0;
}

function signature({ params, returned, thrown, yielded }: FunctionTypes, { name, kind }: CatalogueFunction): string {
  const inner = params.map((seen) => `${seen.name}: ${seen}`).join(", ");
  const ended = returned.count > 0 ? returned.toString() : thrown.count > 0 ? "never" : "unknown";
  const result = kind === "async"
    ? `Promise<${ended}>`
    : kind === "generator"
    ? `Generator<${yielded}, ${ended}>`
    : kind === "async generator"
    ? `AsyncGenerator<${yielded}, ${ended}>`
    : ended;
  return `${name}(${inner}): ${result}`;
}

/** The signature, then a line for each place where there is more to say. */
function describe(types: FunctionTypes, places: readonly Place[], catalogue: Catalogue): string[] {
  const called = catalogue.function(types.function);
  const { module, line } = called;
  const calls = `${types.calls} ${types.calls === 1 ? "call" : "calls"}`;
  const lines = [`${signature(types, called)}  ${module}:${line}  ${calls}`];
  for (const place of places) {
    const list = place.seen.list();
    const wrong = refused(place);
    const declared = place.declared === undefined ? "" : `declared ${place.declared.text}`;
    if (list.length < 2 && wrong.length === 0) continue;
    const shares = list.map(({ type, count }) => `${type} ${percent(count, place.seen.count)}`).join(", ");
    const mark = wrong.length > 0 ? "! " : "  ";
    lines.push(`  ${mark}${place.seen.name}: ${[declared, shares].filter((part) => part !== "").join(", ")}`);
  }
  const ended = types.returned.count + types.thrown.count;
  for (const { type, count } of types.thrown.list()) lines.push(`    throws ${type} ${percent(count, ended)}`);
  if (types.yielded.count > 0) lines.push(`    yields ${types.yielded}`);
  return lines;
}

function percent(count: number, all: number): string {
  const share = 100 * count / all;
  return share > 0 && share < 0.1
    ? "<0.1 %"
    : share > 99.9 && share < 100
    ? ">99.9 %"
    : `${Number(share.toFixed(1))} %`;
}

function toJson(types: FunctionTypes, places: readonly Place[], catalogue: Catalogue): string {
  const called = catalogue.function(types.function);
  const { name, module, line } = called;
  const list = (seen: SeenTypes): unknown[] => seen.list().map(({ type, count }) => ({ type, count }));
  return JSON.stringify({
    ...{ function: name, module, line, calls: types.calls, signature: signature(types, called) },
    places: places.map((place) => ({
      ...{ name: place.seen.name, types: list(place.seen), declared: place.declared?.text },
      conflicts: refused(place).map(({ type, count }) => ({ type, count })),
    })),
    throws: list(types.thrown),
    yields: list(types.yielded),
  });
}
