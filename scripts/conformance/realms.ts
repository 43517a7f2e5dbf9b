/**
 * Runs scripts of test262, each twice in a new realm of this process: as it is, and with probes. in_realms.ts starts it.
 *
 *     node scripts/conformance/realms.ts DIR LIST FIRST
 *
 * `LIST` is a file with paths of tests, one a line, of which those from the index `FIRST` on are run. Writes
 * a line of JSON for each, a `RealmResult`.
 *
 * @module
 */
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import vm from "node:vm";
import { Kind } from "../../proto/trace_pb.ts";
import { followCalls, type Step } from "../../tests/trace_rules.ts";
import { fillSlots, instrument } from "../../tracer/mod.ts";
import { FunctionTexts } from "../../tracer/function_text.ts";
import { EarlyError, ParseError } from "../../tracer/instrument/errors.ts";
import { probes } from "../../tracer/probes.ts";
import { TestRing } from "../../tracer/testing.ts";
import { type ConformanceTest, readTest } from "./test_file.ts";

/** How long a script may run, and how long it may take to say that it is done, ms. */
const LIMIT_MS = 5_000;
const DONE_MS = 1_000;

const KINDS: Readonly<Record<number, Step["kind"]>> = {
  [Kind.CALL]: "call",
  [Kind.RETURN]: "return",
  [Kind.EXCEPTION]: "exception",
  [Kind.YIELD]: "yield",
  [Kind.AWAIT]: "await",
  [Kind.RESUME]: "resume",
};

/** What came of a test. */
export interface RealmResult {
  index: number;
  /** What is wrong with it when it is traced. */
  found: string[];
}

const [clone, list, first] = process.argv.slice(2);
const harness = new Map<string, vm.Script>();
let lines: string[] = [];

function scriptOf(name: string): vm.Script {
  let script = harness.get(name);
  if (!script) harness.set(name, script = new vm.Script(readFileSync(join(clone, "harness", name), "utf8")));
  return script;
}

/** What a script printed, and how it ended, in a realm of its own. */
async function outcome(
  test: ConformanceTest,
  code: string,
  prepare: (context: vm.Context) => void = () => {},
): Promise<string[]> {
  const said: string[] = lines = [];
  const context = realm((text) => void said.push(text));
  for (const name of test.includes) scriptOf(name).runInContext(context);
  prepare(context);
  try {
    new vm.Script(code).runInContext(context, { timeout: LIMIT_MS });
  } catch (error) {
    said.push(`threw ${shown(error)}`);
  }
  const end = performance.now() + DONE_MS;
  do await new Promise((resolve) => setImmediate(resolve)); while (
    test.async && performance.now() < end && !said.some((line) => line.startsWith("Test262:Async"))
  );
  return said;
}

/** A realm with what test262 expects of a host. */
function realm(print: (text: string) => void): vm.Context {
  const context = vm.createContext({});
  const define = (name: string, value: unknown): void =>
    void Object.defineProperty(context, name, { value, writable: true, configurable: true });
  define("print", (text: unknown) => print(String(text)));
  define("setTimeout", setTimeout);
  define("$262", {
    global: vm.runInContext("globalThis", context),
    evalScript: (code: string) => vm.runInContext(code, context),
    detachArrayBuffer: (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
    gc: () => {},
    createRealm: () => ({ global: vm.runInContext("globalThis", vm.createContext({})) }),
    agent: {},
  });
  return context;
}

/** In the realm: has functions tell the text that they have without probes. */
const RESTORE_TEXTS = new vm.Script(`(function (original) {
  const { prototype } = Function;
  const native = prototype.toString;
  const { apply } = Reflect;
  const { toString } = { toString() { return original(apply(native, this, [])); } };
  Object.defineProperty(prototype, "toString", { value: toString });
})`);

/** An exception as text. */
function shown(error: unknown): string {
  try {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  } catch {
    return typeof error;
  }
}

/** What is wrong with a test when it is traced, if anything. */
async function differences(test: ConformanceTest): Promise<string[]> {
  const source = !test.raw && !test.sloppy ? `"use strict";${test.source}` : test.source;
  let made;
  try {
    made = instrument(source, { typescript: false, jsx: false });
  } catch (error) {
    if (error instanceof EarlyError || error instanceof ParseError) made = undefined;
    else throw error;
  }
  const before = await outcome(test, source);
  // What has no probes runs as it is; that it had to be refused, only the runtime can say.
  if (!made) return test.early || before.some((line) => line.startsWith("threw SyntaxError")) ? [] : ["not parsed"];
  const ring = new TestRing();
  const code = fillSlots(made.code, made.slots, 0);
  const texts = new FunctionTexts();
  texts.add({ firstFunction: 0, slots: made.slots, inserted: made.inserted });
  const after = await outcome(test, code, (context) => {
    Object.defineProperty(context, made.probes, { value: probes });
    RESTORE_TEXTS.runInContext(context)((text: string) => texts.original(text));
  });
  const steps = ring.records().map(({ record, call, parent }): Step => ({
    ...{ kind: KINDS[record.kind], call, parent },
    func: made.functions[record.function]?.name ?? "?",
  }));
  const from = (steps[0]?.call ?? 1) - 1;
  for (const step of steps) {
    step.call -= from;
    step.parent = Math.max(0, step.parent - from);
  }
  const found = JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [`${JSON.stringify(before)} became ${JSON.stringify(after)}`];
  // A ring that has overwritten its first block cannot be read.
  if (steps.length > 0 && steps.length < 20_000) found.push(...followCalls(steps).problems.slice(0, 3));
  return found;
}

process.on("unhandledRejection", () => {});
process.on("uncaughtException", (error) => void lines.push(`uncaught ${shown(error)}`));
const names = readFileSync(list, "utf8").split("\n").filter(Boolean);
for (let i = Number(first); i < names.length; i++) {
  let found: string[];
  try {
    const test = readTest(clone, names[i]);
    found = test.module ? [] : await differences(test);
  } catch (error) {
    found = [`failed: ${(error as Error).stack}`];
  }
  const result: RealmResult = { index: i, found };
  writeSync(1, `${JSON.stringify(result)}\n`);
}
process.exit(0);
