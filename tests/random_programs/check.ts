/** Runs random programs plain, traced and told, all in this process, and compares. */
import { Kind, type Record } from "../../proto/trace_pb.ts";
import { fillSlots, instrument } from "../../tracer/mod.ts";
import { probes } from "../../tracer/probes.ts";
import { TestRing } from "../../tracer/testing.ts";
import { followCalls, type Step } from "../trace_rules.ts";
import { generateProgram } from "./generate.ts";
import { Host } from "./host.ts";
import { plainProgram, toldProgram } from "./marks.ts";
import { Oracle } from "./oracle.ts";

const FUEL = 400;
const KINDS: Readonly<{ [kind: number]: Step["kind"] }> = {
  [Kind.CALL]: "call",
  [Kind.RETURN]: "return",
  [Kind.EXCEPTION]: "exception",
  [Kind.YIELD]: "yield",
  [Kind.AWAIT]: "await",
  [Kind.RESUME]: "resume",
};

/** What is wrong with the program of a seed when it is traced: lines that say so, none where all is well. */
export function checkSeed(seed: number): Promise<string[]> {
  return checkMarked(generateProgram(seed));
}

/** The same of a marked program. */
export async function checkMarked(marked: string): Promise<string[]> {
  const plain = plainProgram(marked);
  const untraced = await outputOf(["H"], plain, []);
  const oracle = new Oracle();
  const told = await outputOf(["O", "H"], toldProgram(marked), [oracle]);
  const problems = difference("the generator is wrong: output of the told program", untraced, told);

  const { code, slots, functions, probes: name } = instrument(plain, { typescript: false, jsx: false });
  const traced = fillSlots(code, slots, 0);
  const ring = new TestRing();
  problems.push(...difference("output", untraced, await outputOf([name, "H"], traced, [probes])));
  const records = ring.records();
  const before = records[0].call - 1;
  const steps = records.map(({ record, call, parent }): Step => {
    return {
      kind: KINDS[record.kind],
      call: call - before,
      parent: Math.max(0, parent - before),
      func: functions[record.function].name,
    };
  });
  const { problems: broken, running } = followCalls(steps);
  problems.push(...broken.slice(0, 5), ...running.map((name) => `a call of ${name} has no end`));
  const events = records.map(({ record }, i) => describe(record, steps[i])).slice(1);
  // The body of the program is a call of its own, which the oracle does not know of.
  problems.push(...difference("trace", oracle.events, events.filter((event) => !event.includes("<module>"))));
  return problems;
}

async function outputOf(names: string[], program: string, given: unknown[]): Promise<string[]> {
  const host = new Host(FUEL);
  new Function(...names, program)(...given, host);
  await host.end();
  return host.lines;
}

/** The event as the oracle tells it: it counts calls from 1, the tracer has the module body as the first. */
function describe({ values }: Record, { kind, call, parent, func }: Step): string {
  const list = values.map(({ kind }) => {
    if (kind.case === "int" || kind.case === "double") return String(kind.value);
    if (kind.case === "constant") return ["undefined", "null", "boolean", "boolean", "", "", "", "?"][kind.value];
    return kind.case === "container" || kind.case === "reference"
      ? "object"
      : kind.case === "class"
      ? "function"
      : kind.case;
  }).join(", ");
  const rest = kind === "call"
    ? ` in ${Math.max(0, parent - 1)} (${list})`
    : kind === "return" || kind === "yield"
    ? ` ${list}`
    : "";
  return `${kind} ${func}#${call - 1}${rest}`;
}

function difference(what: string, wanted: string[], got: string[]): string[] {
  const at = wanted.findIndex((line, i) => line !== got[i]);
  const from = at < 0 ? wanted.length : at;
  if (at < 0 && got.length === wanted.length) return [];
  return [
    `${what} differs at ${from}, after ${JSON.stringify(wanted.slice(Math.max(0, from - 3), from))}:`,
    `    wanted ${JSON.stringify(wanted.slice(from, from + 3))}`,
    `    got    ${JSON.stringify(got.slice(from, from + 3))}`,
  ];
}
