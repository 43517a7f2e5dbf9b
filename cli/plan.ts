/**
 * From the words after `tstrace run` to what is started and how. Nothing is started or written here.
 *
 * @module
 */
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { avoidsDevices, denoPermissions, type TracedPaths } from "./deno_permissions.ts";
import { projectRoot } from "./project.ts";
import { type OwnOption, type RunArguments, splitRunArguments } from "./run_arguments.ts";
import { chooseRuntime, type RuntimeChoice } from "./runtime.ts";
import { optionsWithValue } from "./runtime_options.ts";
import { findTarget, type Target } from "./target.ts";

/** What will be run. */
export interface Plan {
  executable: string;
  /** Its arguments; `traced` are the paths that the hook works with. */
  arguments: (traced: TracedPaths) => string[];
  /** Whether it can read and map files, but none below `/dev`. */
  avoidsDevices: boolean;
  /** Added to the environment. */
  environment: Readonly<Record<string, string>>;
  /** What lies below is traced. */
  root: string;
  /** Absolute path of the script; undefined for a command. */
  script?: string;
  /** The script or command with its arguments, as the user wrote them. */
  command: string;
  /** What the user should know beforehand. */
  note?: string;
}

/** The words of `tstrace run`, and what its option `--runtime` says about them. */
export interface Words {
  argv: readonly string[];
  own: readonly OwnOption[];
  /** One of `RUNTIME_CHOICES`, and whether the command line itself says so. */
  runtime: string;
  runtimeGiven: boolean;
}

/**
 * Decides what to run. Throws `TstraceError`: 2 where the words make no sense together, 1 where something that they
 * name is missing.
 */
export function planRun(words: Words, workingDirectory: string = process.cwd()): Plan {
  let split = splitRunArguments(words.argv, words.own, optionsWithValue());
  let target = targetOf(split, workingDirectory);
  if (target.kind === "command") return planCommand(words, split, target.executable, workingDirectory);
  let runtime = chooseRuntime(words.runtime, target.directory);
  // Now that the runtime is known, so is which of its options take a value.
  split = splitRunArguments(words.argv, words.own, optionsWithValue(runtime.kind));
  target = targetOf(split, workingDirectory);
  if (target.kind === "command") return planCommand(words, split, target.executable, workingDirectory);
  runtime = chooseRuntime(words.runtime, target.directory);
  const { directory } = target;
  return {
    executable: runtime.executable,
    arguments: (traced) => scriptArguments(runtime, split, traced),
    avoidsDevices: runtime.kind === "deno" && avoidsDevices(split.runtime),
    environment: runtime.environment,
    root: projectRoot(directory, workingDirectory),
    command: [split.target, ...split.rest].join(" "),
    script: target.path,
    note: runtime.note,
  };
}

function targetOf(split: RunArguments, workingDirectory: string): Target {
  if (split.target === undefined || split.target === "") {
    throw new TstraceError("nothing to run: name a script or a command, as in tstrace run main.ts", 2);
  }
  return findTarget(split.target, workingDirectory, process.env.PATH);
}

function scriptArguments(runtime: RuntimeChoice, split: RunArguments, traced: TracedPaths): string[] {
  const name = split.target as string;
  const script = name.startsWith("-") ? `./${name}` : name;
  const deno = runtime.kind === "deno" ? ["run", ...denoPermissions(split.runtime, traced)] : [];
  return [...deno, ...split.runtime, script, ...split.rest];
}

function planCommand(words: Words, split: RunArguments, executable: string, workingDirectory: string): Plan {
  if (split.runtime.length > 0) {
    throw new TstraceError(
      `unknown option ${split.runtime[0]}: before a command (${split.target}) only options of tstrace can stand`,
      2,
    );
  }
  if (words.runtimeGiven) {
    throw new TstraceError(`--runtime is for scripts: ${split.target} is a command and brings its own`, 2);
  }
  return {
    executable,
    arguments: (traced) => commandArguments(executable, split.rest, traced),
    avoidsDevices: isDenoWithoutAll(executable, split.rest),
    environment: {},
    root: projectRoot(workingDirectory, workingDirectory),
    command: [split.target, ...split.rest].join(" "),
  };
}

const DENO_COMMANDS = new Set(["run", "test", "bench", "serve"]);

/** A command's arguments are its own; a Deno program alone needs permissions that let the hook work. */
function commandArguments(executable: string, rest: readonly string[], traced: TracedPaths): string[] {
  const options = denoOptions(executable, rest);
  return options ? [rest[0], ...denoPermissions(options, traced), ...rest.slice(1)] : [...rest];
}

function isDenoWithoutAll(executable: string, rest: readonly string[]): boolean {
  const options = denoOptions(executable, rest);
  return options !== undefined && avoidsDevices(options);
}

/** The options of a command that runs a program in Deno; undefined of any other. */
function denoOptions(executable: string, rest: readonly string[]): readonly string[] | undefined {
  if (!/(^|\/)deno$/.test(executable) || !DENO_COMMANDS.has(rest[0])) return undefined;
  return splitRunArguments(rest.slice(1), [], optionsWithValue("deno")).runtime;
}
