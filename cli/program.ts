/**
 * The command line as a whole.
 *
 * @module
 */
import { Command, CommanderError } from "commander";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { allSettings, applySettings, settingsNote, settingsOf } from "./settings.ts";
import { version } from "./version.ts";

type LoadCommand = (setExitCode: (code: number) => void) => Promise<Command>;

/** The commands, in the order of the help. Each is loaded when it is called, as that is what a start takes longest for. */
const COMMANDS: Readonly<Record<string, LoadCommand>> = {
  run: async (setExitCode) => (await import("./run.ts")).runCommand(setExitCode),
  read: async () => (await import("./read.ts")).readCommand(),
  list: async () => (await import("./list.ts")).listCommand(),
  print: async () => (await import("./print.ts")).printCommand(),
  count: async () => (await import("./count.ts")).countCommand(),
  sql: async () => (await import("./sql.ts")).sqlCommand(),
  stats: async () => (await import("./stats.ts")).statsCommand(),
  tree: async () => (await import("./tree.ts")).treeCommand(),
  why: async () => (await import("./why.ts")).whyCommand(),
  diff: async (setExitCode) => (await import("./diff.ts")).diffCommand(setExitCode),
  types: async () => (await import("./types.ts")).typesCommand(),
  ctl: async () => (await import("./ctl.ts")).ctlCommand(),
  recover: async () => (await import("./recover.ts")).recoverCommand(),
  export: async () => (await import("./export.ts")).exportCommand(),
  report: async () => (await import("./report.ts")).reportCommand(),
  instrument: async () => (await import("./instrument.ts")).instrumentCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  completions: async () => (await import("./completions.ts")).completionsCommand(),
  config: async () => (await import("./config.ts")).configCommand(),
  man: async () => (await import("./manual.ts")).manualCommand(),
};
/** These tell of all the others. */
const OF_ALL: ReadonlySet<string> = new Set(["completions", "config", "man"]);

/**
 * Runs the command line `argv` (without the program's own name) and returns the exit code.
 * Throws `TstraceError` for every mistake that the user can mend.
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const words = await withCommand(argv);
  const program = await createProgram((code) => exitCode = code, neededFor(words));
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version come as errors too.
    if (error.exitCode !== 0) {
      throw new TstraceError(oneLine(error.message) + hint(error.code, argv), 2);
    }
  }
  return exitCode;
}

/** Makes the program with all its commands, or those named; `setExitCode` is told how a traced program ended. */
export async function createProgram(
  setExitCode: (code: number) => void = () => {},
  names: readonly string[] = Object.keys(COMMANDS),
): Promise<Command> {
  const program = new Command("tstrace")
    .description("Records every function call of a TypeScript or JavaScript program, and shows them.")
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .option("--debug", "show a stack trace where tstrace itself fails")
    .enablePositionalOptions();
  const commands = await Promise.all(names.map((name) => COMMANDS[name](setExitCode)));
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({ outputError: () => {} });
    if (command !== program) program.addCommand(command.addHelpText("after", settingsNote(command)));
  }
  program.hook("preAction", async (_, command) => {
    if (settingsOf(command).length === 0) return;
    const directory = process.cwd();
    const { hasConfig } = await import("./config_search.ts");
    if (!hasConfig(directory)) return applySettings(command, process.env);
    const { readConfig } = await import("./config_file.ts");
    const file = readConfig(directory, allSettings(await createProgram()));
    applySettings(command, process.env, file?.settled);
  });
  return program.addHelpText("after", "\nWithout a command: tstrace read. More about one: tstrace help run");
}

/** The commands that have to be there to understand the command line. */
function neededFor(words: readonly string[]): string[] | undefined {
  const [word] = words[0] === "--debug" ? words.slice(1) : words;
  if (word === "-V" || word === "--version") return [];
  return isCommand(word) && !OF_ALL.has(word) ? [word] : undefined;
}

function isCommand(word: string): boolean {
  return Object.hasOwn(COMMANDS, word);
}

/** `tstrace` alone reads; the arguments of `run` are arranged for commander. */
async function withCommand(argv: readonly string[]): Promise<string[]> {
  const at = argv[0] === "--debug" ? 1 : 0;
  const [before, rest] = [argv.slice(0, at), argv.slice(at)];
  const word = rest[0];
  // `help nosuch` is an unknown command, which commander would answer with the general help.
  if (word === "help" && rest[1] !== undefined) {
    return [...before, rest[1], ...(isCommand(rest[1]) ? ["--help"] : [])];
  }
  if (word === "run") {
    const { arrangeRunArguments } = await import("./run.ts");
    return [...before, "run", ...arrangeRunArguments(rest.slice(1))];
  }
  const ofProgram = ["-h", "--help", "-V", "--version"].includes(word);
  if (word === undefined || (word.startsWith("-") && !ofProgram)) return [...before, "read", ...rest];
  if (word === "help" || ofProgram || isCommand(word)) return [...argv];
  const { isRecording } = await import("./read.ts");
  return isRecording(word) ? [...before, "read", ...rest] : [...argv];
}

/** What to do about a mistake. `tstrace main.ts` is a run that was not asked for. */
function hint(code: string, argv: readonly string[]): string {
  const [word = ""] = argv.filter((each) => each !== "--debug");
  if (code === "commander.unknownCommand") {
    return /\.[cm]?[jt]sx?$/.test(word)
      ? `: to run a script, tstrace run ${word}`
      : ": tstrace help lists the commands";
  }
  const isCounted = ["commander.missingArgument", "commander.excessArguments"].includes(code);
  return isCounted && isCommand(word) ? `: see tstrace help ${word}` : "";
}

/** Commander's messages as one line without its `error: `. */
function oneLine(message: string): string {
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ").replace(/\.$/, "");
}
