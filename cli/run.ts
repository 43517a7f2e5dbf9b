/**
 * `tstrace run`: runs a script or a command with tracing on.
 *
 * @module
 */
import { Command, Option } from "commander";
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import type { Triggers } from "../dumper/mod.ts";
import type { Settings } from "../tracer/mod.ts";
import { TstraceError } from "../errors.ts";
import { cacheDirectory, locateArtefacts } from "./artefacts.ts";
import { runProgram } from "./child.ts";
import type { Collecting } from "./collector.ts";
import { addDetailOptions, budgetOf, type DetailOptions } from "./detail.ts";
import { tracedEnvironment } from "./environment.ts";
import { type Plan, planRun } from "./plan.ts";
import {
  databaseOption,
  parseAutoMute,
  parseBudget,
  parseCount,
  parseList,
  parsePaths,
  parseSample,
  parseSize,
} from "./option_values.ts";
import { carriersOf } from "./processes.ts";
import {
  CONTROL,
  hookFile,
  makeRecordingDirectory,
  removeRecordingDirectory,
  retireRecordingDirectory,
  writeHookFile,
  writeNote,
} from "./recording_directory.ts";
import { findCutOffRecordings, offer, shownPath } from "./recordings.ts";
import { type OwnOption, splitRunArguments } from "./run_arguments.ts";
import { RUNTIME_CHOICES } from "./runtime.ts";
import { recall, remember } from "./remembered.ts";
import { optionsWithValue } from "./runtime_options.ts";

import { addSecretOptions, redactionOf, type SecretOptions, secretsOf } from "./secrets.ts";
import { summaryLine } from "./summary.ts";
import { addTriggerOptions, type TriggerSettings, triggersOf } from "./triggers.ts";
import { describeProcesses, Waiting } from "./waiting.ts";

interface RunOptions extends DetailOptions, SecretOptions, TriggerSettings {
  db: string;
  maxTraces: number;
  maxSize: number;
  ringSize: number;
  transport: Settings["transport"];
  clock: "exact" | "coarse";
  runtime: string;
  append: boolean;
  include: readonly string[];
  exclude: readonly string[];
  modules?: string;
  cache: boolean;
  autoMute: number;
  budget: number;
  depthLimit: number;
  sample: number;
  quiet: boolean;
  verbose: boolean;
}

const EXAMPLES = `
Options that tstrace does not know go to the runtime: tstrace run --allow-net main.ts
Arguments after the script are the script's own.

A script runs in the runtime of its project: deno.json, deno.jsonc or deno.lock beside it or above ask for Deno;
bun.lock, bun.lockb or bunfig.toml for Bun; package.json for Node. Without one the first of deno, bun and node on PATH
takes it, and where there is none the runtime that tstrace carries.

Examples:
  tstrace run main.ts --orders 3
  tstrace run --runtime bun main.ts
  tstrace run npm test
  tstrace run deno test -A`;

/** Makes the command; `setExitCode` is told how the program ended. */
export function runCommand(setExitCode: (code: number) => void): Command {
  const command = addTriggerOptions(addSecretOptions(addDetailOptions(new Command("run"))))
    .summary("run a script or a command with tracing on")
    .description("Runs a script or a command as it would run alone, and records every call into a database.")
    .usage("[options] <script or command> [arguments...]")
    .argument("[words...]", "the script or command, and its arguments")
    .helpOption("-h, --help", "show this help")
    .allowUnknownOption()
    .passThroughOptions()
    .addOption(databaseOption())
    .addOption(
      new Option("--max-traces <n>", "keep so many of the newest traces; 0: all").argParser(parseCount)
        .default(1_000_000),
    )
    .addOption(
      new Option("--max-size <size>", "delete the oldest traces before the database takes more on disk; from 1M")
        .argParser(parseSize("1M", "1T")).default(0, "unlimited"),
    )
    .addOption(
      new Option("--ring-size <size>", "memory for traces not yet stored, a thread").argParser(parseSize("256K", "1G"))
        .default(16 * 1024 ** 2, "16M"),
    )
    .addOption(transportOption())
    .addOption(clockOption())
    .addOption(runtimeOption())
    .option("--append", "add to the database instead of starting a new one")
    .addOption(listOption("--include <pattern>", "trace this too: a path, a package, or only these functions"))
    .addOption(listOption("--exclude <pattern>", "do not trace this: a path, a package, functions"))
    .addOption(
      new Option("--modules <folders>", "trace only what lies in these folders, separated as in PATH")
        .argParser(parsePaths),
    )
    .addOption(
      new Option("--auto-mute <rate>", "only measure a function while it is called more often a second; on: 50000")
        .argParser(parseAutoMute).default(0, "off"),
    )
    .addOption(
      new Option("--budget <share>", "record less where the program would take more than so much longer: 50%, 2x")
        .argParser(parseBudget).default(0, "off"),
    )
    .addOption(
      new Option("--sample <1/n>", "store one in n top-level calls, with all in it").argParser(parseSample)
        .default(1, "all"),
    )
    .addOption(
      new Option("--depth-limit <n>", "store no calls with n others around them, nor what these call; 0: all")
        .argParser(parseCount).default(0),
    )
    .option("--no-cache", "keep no instrumented code between runs")
    .option("--quiet", "say nothing at the end")
    .option("-v, --verbose", "say at the end how the traces of each process left it")
    .addHelpText("after", EXAMPLES);
  return command.action(async () => setExitCode(await run(command)));
}

/** An option that may be given several times. */
function listOption(flags: string, description: string): Option {
  return new Option(flags, `${description}; repeatable`).argParser(parseList).default([]);
}

function transportOption(): Option {
  return new Option("--transport <name>", "how traces leave the program: by shared memory, or a worker inside it")
    .choices(["auto", "shared", "worker"]).default("auto");
}

function clockOption(): Option {
  const description = "how times are taken: each from the clock, or most from a stamp that is up to 1 ms old";
  return new Option("--clock <name>", description)
    .choices(["exact", "coarse"]).default("exact");
}

function runtimeOption(): Option {
  return new Option("--runtime <name>", "the runtime of a script").choices(RUNTIME_CHOICES).default("auto");
}

/**
 * Puts our own options, wherever they stand before the script, in front of a `--`, so that commander reads those and
 * leaves the rest alone.
 */
export function arrangeRunArguments(argv: readonly string[]): string[] {
  const known = ownOptions(runCommand(() => {}));
  const { own } = splitRunArguments(argv, known, optionsWithValue());
  const last = known.find((option) => option.takesValue && option.names.includes(own.at(-1) ?? ""));
  // commander would take the next word, whatever it is.
  if (last !== undefined) {
    throw new TstraceError(`the value of option ${own.at(-1)} is missing: see tstrace help run`, 2);
  }
  return [...own, "--", ...argv];
}

function ownOptions(command: Command): OwnOption[] {
  const options = command.options.map((option) => ({
    names: [option.long, option.short].filter((name) => name !== undefined && name !== null),
    takesValue: option.required,
  }));
  return [...options, { names: ["--help", "-h"], takesValue: false }];
}

async function run(command: Command): Promise<number> {
  const options = {
    append: false,
    quiet: false,
    verbose: false,
    cache: true,
    values: true,
    showSecrets: false,
    ...command.opts<Partial<RunOptions>>(),
  } as RunOptions;
  const plan = planRun({
    argv: command.args,
    own: ownOptions(command),
    runtime: options.runtime,
    runtimeGiven: command.getOptionValueSource("runtime") === "cli",
  });
  const startedMs = performance.timeOrigin + performance.now();
  const triggers = await triggersOf(command, options, startedMs);
  if (plan.script !== undefined) await refuseUnparsable(plan.script);
  const say = (line: string): void => void (options.quiet || process.stderr.write(`tstrace: ${line}\n`));
  if (plan.note !== undefined) say(plan.note);
  const offered = offer(findCutOffRecordings());
  if (offered !== undefined) say(offered);
  const directory = makeRecordingDirectory(plan.avoidsDevices);
  let left = false;
  try {
    const recorded = await record(plan, options, directory, { startedMs, triggers, say });
    ({ left } = recorded);
    return recorded.exitCode;
  } finally {
    if (!left) clearAway(directory);
  }
}

/** Leaves nothing, or only what processes that go on need to start others. */
function clearAway(directory: string): void {
  if (carriersOf(hookFile(directory)).length > 0) retireRecordingDirectory(directory);
  else removeRecordingDirectory(directory);
}

/** Kind of what is remembered: scripts that parse. */
const PARSED = "parsed";

/** A script that does not parse would end at once, and put the traces of the run before aside for nothing. */
async function refuseUnparsable(script: string): Promise<void> {
  let identity = "";
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(script);
    identity = `${script} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    // There is no such file: that is what it says below.
  }
  if (recall(PARSED, identity) !== undefined) return;
  const { probed } = await import("./instrument.ts");
  await probed(script, "run");
  remember(PARSED, identity, "");
}

async function record(
  plan: Plan,
  options: RunOptions,
  directory: string,
  { startedMs, triggers, say }: { startedMs: number; triggers?: Triggers; say: (line: string) => void },
): Promise<{ exitCode: number; left: boolean }> {
  // Only now: every start of tstrace has to load this file for its help.
  const { selectionOf } = await import("../tracer/selection.ts");
  const { createDatabase } = await import("../store/mod.ts");
  const { currentRuntime } = await import("../runtime/select.ts");
  const database = resolve(options.db);
  const artefacts = locateArtefacts(directory);
  const { ringSize, append, transport, clock, autoMute, budget: slowdown } = options;
  const bounds = { maxTraces: options.maxTraces, maxBytes: options.maxSize };
  const cache = options.cache ? cacheDirectory(process.env) : undefined;
  const cacheDir = cache === undefined ? "" : join(cache, "code");
  // They may lie inside the project.
  const own = [directory, dirname(artefacts["hook.cjs"])].map((path) => join(path, "**"));
  // The second name is that of the Python tracer.
  const modules = options.modules ?? process.env.TRACE_MODULES;
  const choice = { include: options.include, exclude: [...options.exclude, ...own], modules };
  const selection = selectionOf(plan.root, choice, process.cwd());
  const [worker, library] = [artefacts["dumper.mjs"], artefacts["koffi.node"]];
  const budget = budgetOf(options);
  const shared = { directory, library, collector: process.pid };
  const begun = { command: plan.command, cwd: process.cwd(), startedMs, monotonicNs: currentRuntime().monotonicNs() };
  const recording = createDatabase(database, { ...begun, append });
  const { depthLimit, sample } = options;
  const kept = depthLimit > 0 || sample > 1 ? { depthLimit, sample } : undefined;
  const secrets = secretsOf(options);
  const redact = redactionOf(secrets);
  writeNote(directory, { ...begun, database, recording, ...bounds, redact, choice: kept, triggers });
  const { ino } = statSync(database);
  const toldFile = join(directory, "told");
  const control = join(directory, CONTROL);
  const placed = { database, recording, shared, worker, toldFile, control, cacheDir };
  const settings = {
    ...placed,
    ...bounds,
    ringSize,
    transport,
    clock,
    selection,
    budget,
    secrets,
    autoMute,
    slowdown: slowdown > 0 ? slowdown : undefined,
    choice: kept,
    triggers,
  };
  const hook = writeHookFile(directory, artefacts["hook.cjs"], settings);
  const environment = { ...tracedEnvironment(process.env, hook), ...plan.environment };
  // Loaded while the program starts.
  const collecting = async (): Promise<Collecting> => {
    const { Collecting } = await import("./collector.ts");
    const start = {
      database,
      recording,
      ...bounds,
      redact,
      autoMute,
      slowdown,
      choice: kept,
      triggers,
      control,
      directory,
    };
    return new Collecting(start, library, say);
  };
  const started = performance.now();
  const traced = { database, readable: [directory, artefacts["hook.cjs"], worker], shared: [directory] };
  const program = { executable: plan.executable, arguments: plan.arguments(traced), environment };
  const [ending, collector] = await Promise.all([
    runProgram(program),
    transport === "worker" ? undefined : collecting(),
  ]);
  const seconds = (performance.now() - started) / 1000;
  const status = `${ending.status}${await waitForOthers(hook, collector, say)}`;
  const left = collector?.left ?? false;
  if (left) say(`what is not stored is kept: tstrace recover ${directory}`);
  const recorded = { database, recording, ino, status, seconds, root: plan.root, verbose: options.verbose };
  await report(recorded, collector?.problem !== undefined || existsSync(toldFile), say);
  return { exitCode: ending.exitCode, left };
}

/** So often (ms) it is looked which processes go on. */
const LOOK_EVERY_MS = 50;

/**
 * Waits until all processes of the program have ended and what they recorded is stored. Returns, to be said of how the
 * program ended, which ones go on because the user no longer wanted to wait.
 */
async function waitForOthers(hook: string, collector: Collecting | undefined, say: (line: string) => void) {
  const waiting = new Waiting(say);
  const runtimes = () => carriersOf(hook).filter(({ isRuntime }) => isRuntime);
  try {
    // A process that has only just started has no ring yet, and without its hook file it could not go on.
    for (;;) {
      waiting.processes = runtimes();
      if (waiting.stopped || waiting.processes.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    await collector?.finish(waiting);
    const running = waiting.stopped ? runtimes() : [];
    return running.length === 0 ? "" : `, still running: ${describeProcesses(running)}`;
  } finally {
    waiting.end();
  }
}

/** What a recording was, at its end. */
interface Recorded {
  database: string;
  recording: number;
  /** The database's file, should its name be another's by now. */
  ino: number;
  status: string;
  seconds: number;
  /** What lies below is traced. */
  root: string;
  verbose: boolean;
}

/** A recording that cannot be finished does not change how the program ended. `told`: the user knows why. */
async function report(recorded: Recorded, told: boolean, say: (line: string) => void): Promise<void> {
  const { finishRecording } = await import("../store/mod.ts");
  const { database, recording, status, seconds, root } = recorded;
  try {
    if (statSync(database, { throwIfNoEntry: false })?.ino !== recorded.ino) {
      throw new TstraceError(`the traces are gone: ${database} was deleted or replaced while recording`);
    }
    const endedMs = performance.timeOrigin + performance.now();
    const { kept, lost, leftOut, muted, counted, shallow } = finishRecording(database, { recording, endedMs, status });
    if (recorded.verbose) (await import("./transports.ts")).transportLines(database, recording).forEach(say);
    say(summaryLine({ kept, lost, leftOut, muted, counted, shallow, seconds, database: shownPath(database), status }));
    if (kept + lost + leftOut + muted + counted === 0) {
      say(`nothing was traced: no module of ${root} was run, see --include in tstrace help run`);
    }
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error;
    if (!told) process.stderr.write(`tstrace: ${error.message}\n`);
  }
}
