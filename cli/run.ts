/**
 * `tstrace run`: runs a script or a command with tracing on.
 *
 * @module
 */
import { Command, Option } from "commander";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import type { Settings } from "../tracer/mod.ts";
import { createDatabase, finishRecording } from "../store/mod.ts";
import { TstraceError } from "../errors.ts";
import { currentRuntime } from "../runtime/select.ts";
import { cacheDirectory, locateArtefacts } from "./artefacts.ts";
import { type Ending, runProgram } from "./child.ts";
import { Collector } from "./collector.ts";
import { tracedEnvironment } from "./environment.ts";
import { type Plan, planRun } from "./plan.ts";
import { makeRecordingDirectory, removeRecordingDirectory, writeHookFile } from "./recording_directory.ts";
import { type OwnOption, splitRunArguments } from "./run_arguments.ts";
import { RUNTIME_CHOICES } from "./runtime.ts";
import { optionsWithValue } from "./runtime_options.ts";
import { selectionOf } from "./selection.ts";
import { applyEnvironment, databaseOption, optionWithVariable, parseCount, parseSize } from "./settings.ts";
import { summaryLine } from "./summary.ts";

interface RunOptions {
  db: string;
  maxTraces: number;
  ringSize: number;
  transport: Settings["transport"];
  runtime: string;
  append: boolean;
  include: readonly string[];
  exclude: readonly string[];
  cache: boolean;
  quiet: boolean;
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
  const command = new Command("run")
    .summary("run a script or a command with tracing on")
    .description("Runs a script or a command as it would run alone, and records every call into a database.")
    .usage("[options] <script or command> [arguments...]")
    .argument("[words...]", "the script or command, and its arguments")
    .helpOption("-h, --help", "show this help")
    .allowUnknownOption()
    .passThroughOptions()
    .addOption(databaseOption())
    .addOption(
      optionWithVariable(
        "--max-traces <n>",
        "keep so many of the newest traces; 0: all",
        "TSTRACE_MAX_TRACES",
        parseCount,
      )
        .default(1_000_000),
    )
    .addOption(
      optionWithVariable(
        "--ring-size <size>",
        "memory for traces not yet stored, a thread",
        "TSTRACE_RING_SIZE",
        parseSize,
      )
        .default(16 * 1024 ** 2, "16M"),
    )
    .addOption(transportOption())
    .addOption(runtimeOption())
    .addOption(optionWithVariable("--append", "add to the database instead of starting a new one", "TSTRACE_APPEND"))
    .addOption(
      patternOption(
        "--include <pattern>",
        "trace this too: a path, a package, or only these functions",
        "TSTRACE_INCLUDE",
      ),
    )
    .addOption(
      patternOption("--exclude <pattern>", "do not trace this: a path, a package, functions", "TSTRACE_EXCLUDE"),
    )
    .addOption(optionWithVariable("--no-cache", "keep no instrumented code between runs", "TSTRACE_CACHE"))
    .addOption(optionWithVariable("--quiet", "say nothing at the end", "TSTRACE_QUIET"))
    .addHelpText("after", EXAMPLES);
  return command.action(async () => {
    applyEnvironment(command, process.env);
    setExitCode(await run(command));
  });
}

/** An option that may be given several times; in the environment the patterns stand between commas. */
function patternOption(flags: string, description: string, variable: string): Option {
  const parse = (text: string, before: unknown): string[] => {
    const patterns = text.split(",").map((pattern) => pattern.trim()).filter((pattern) => pattern !== "");
    return [...(Array.isArray(before) ? before : []), ...patterns];
  };
  return optionWithVariable(flags, `${description}; repeatable`, variable, parse).default([]);
}

/** Folders that the environment names, to trace them alone. The second name is that of the Python tracer. */
function tracedFolders(): string | undefined {
  return process.env.TSTRACE_MODULES || process.env.TRACE_MODULES;
}

function transportOption(): Option {
  const description = "how traces leave the program: by shared memory, or a worker inside it";
  return optionWithVariable("--transport <name>", description, "TSTRACE_TRANSPORT")
    .choices(["auto", "shared", "worker"]).default("auto");
}

function runtimeOption(): Option {
  return optionWithVariable("--runtime <name>", "the runtime of a script", "TSTRACE_RUNTIME")
    .choices(RUNTIME_CHOICES).default("auto");
}

/**
 * Puts our own options, wherever they stand before the script, in front of a `--`, so that commander reads those and
 * leaves the rest alone.
 */
export function arrangeRunArguments(argv: readonly string[]): string[] {
  const own = ownOptions(runCommand(() => {}));
  return [...splitRunArguments(argv, own, optionsWithValue()).own, "--", ...argv];
}

function ownOptions(command: Command): OwnOption[] {
  const options = command.options.map((option) => ({
    names: [option.long, option.short].filter((name) => name !== undefined && name !== null),
    takesValue: option.required,
  }));
  return [...options, { names: ["--help", "-h"], takesValue: false }];
}

async function run(command: Command): Promise<number> {
  const options = { append: false, quiet: false, cache: true, ...command.opts<Partial<RunOptions>>() } as RunOptions;
  const plan = planRun({
    argv: command.args,
    own: ownOptions(command),
    runtime: options.runtime,
    runtimeGiven: command.getOptionValueSource("runtime") === "cli",
  });
  if (plan.script !== undefined) await refuseUnparsable(plan.script);
  const say = (line: string): void => void (options.quiet || process.stderr.write(`tstrace: ${line}\n`));
  if (plan.note !== undefined) say(plan.note);
  const directory = makeRecordingDirectory();
  try {
    return await record(plan, options, directory, say);
  } finally {
    removeRecordingDirectory(directory);
  }
}

/** A script that does not parse would end at once, and put the traces of the run before aside for nothing. */
async function refuseUnparsable(script: string): Promise<void> {
  const { probed } = await import("./instrument.ts");
  await probed(script, "run");
}

async function record(
  plan: Plan,
  options: RunOptions,
  directory: string,
  say: (line: string) => void,
): Promise<number> {
  const database = resolve(options.db);
  const artefacts = locateArtefacts(directory);
  const { maxTraces, ringSize, append } = options;
  const cache = options.cache ? cacheDirectory(process.env) : undefined;
  const cacheDir = cache === undefined ? "" : join(cache, "code");
  const selection = selectionOf(plan.root, { ...options, modules: tracedFolders() }, process.cwd());
  const { transport } = options;
  const [worker, library] = [artefacts["dumper.mjs"], artefacts["koffi.node"]];
  const shared = { directory, library, collector: process.pid };
  const startedMs = performance.timeOrigin + performance.now();
  const monotonicNs = currentRuntime().monotonicNs();
  const creation = { command: plan.command, cwd: process.cwd(), startedMs, monotonicNs, append };
  const recording = createDatabase(database, creation);
  const settings = { database, recording, maxTraces, ringSize, transport, shared, worker, cacheDir, selection };
  const hook = writeHookFile(directory, artefacts["hook.cjs"], settings);
  const environment = { ...tracedEnvironment(process.env, hook), ...plan.environment };
  const collector = transport === "worker"
    ? undefined
    : new Collector(artefacts["collect.mjs"], { database, recording, maxTraces, directory, library }, say);
  const started = performance.now();
  const traced = { database, readable: [directory, artefacts["hook.cjs"], worker] };
  const ending = await runProgram({ executable: plan.executable, arguments: plan.arguments(traced), environment });
  const seconds = (performance.now() - started) / 1000;
  await collector?.finish();
  report(database, recording, ending, seconds, say);
  return ending.exitCode;
}

/** A recording that cannot be finished does not change how the program ended. */
function report(
  database: string,
  recording: number,
  ending: Ending,
  seconds: number,
  say: (line: string) => void,
): void {
  const shown = relative(process.cwd(), database);
  const name = shown.startsWith("..") ? database : shown;
  try {
    const endedMs = performance.timeOrigin + performance.now();
    const { kept, lost } = finishRecording(database, { recording, endedMs, status: ending.status });
    say(summaryLine({ kept, lost, seconds, database: name }));
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error;
    process.stderr.write(`tstrace: ${error.message}\n`);
  }
}
