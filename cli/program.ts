/**
 * The command line as a whole.
 *
 * @module
 */
import { Command, CommanderError } from "commander";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { completionsCommand } from "./completions.ts";
import { configCommand } from "./config.ts";
import { ctlCommand } from "./ctl.ts";
import { countCommand } from "./count.ts";
import { diffCommand } from "./diff.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { instrumentCommand } from "./instrument.ts";
import { listCommand } from "./list.ts";
import { manualCommand } from "./manual.ts";
import { printCommand } from "./print.ts";
import { recoverCommand } from "./recover.ts";
import { isRecording, readCommand } from "./read.ts";
import { reportCommand } from "./report.ts";
import { arrangeRunArguments, runCommand } from "./run.ts";
import { allSettings, applySettings, settingsNote, settingsOf } from "./settings.ts";
import { sqlCommand } from "./sql.ts";
import { statsCommand } from "./stats.ts";
import { treeCommand } from "./tree.ts";
import { typesCommand } from "./types.ts";
import { version } from "./version.ts";
import { whyCommand } from "./why.ts";

/**
 * Runs the command line `argv` (without the program's own name) and returns the exit code.
 * Throws `TstraceError` for every mistake that the user can mend.
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => exitCode = code);
  try {
    await program.parseAsync(withCommand(argv, program.commands), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version come as errors too.
    if (error.exitCode !== 0) {
      throw new TstraceError(oneLine(error.message) + hint(error.code, argv, program.commands), 2);
    }
  }
  return exitCode;
}

/** Makes the program with all its commands; `setExitCode` is told how a traced program ended. */
export function createProgram(setExitCode: (code: number) => void = () => {}): Command {
  const program = new Command("tstrace")
    .description("Records every function call of a TypeScript or JavaScript program, and shows them.")
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .option("--debug", "show a stack trace where tstrace itself fails")
    .enablePositionalOptions();
  const commands = [
    runCommand(setExitCode),
    readCommand(),
    listCommand(),
    printCommand(),
    countCommand(),
    sqlCommand(),
    statsCommand(),
    treeCommand(),
    whyCommand(),
    diffCommand(setExitCode),
    typesCommand(),
    ctlCommand(),
    recoverCommand(),
    exportCommand(),
    reportCommand(),
    instrumentCommand(),
    doctorCommand(),
    completionsCommand(),
    configCommand(),
    manualCommand(),
  ];
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({ outputError: () => {} });
    if (command !== program) program.addCommand(command.addHelpText("after", settingsNote(command)));
  }
  program.hook("preAction", async (_, command) => {
    if (settingsOf(command).length === 0) return;
    const { readConfig } = await import("./config_file.ts");
    const file = readConfig(process.cwd(), allSettings(program));
    applySettings(command, process.env, file?.settled);
  });
  return program.addHelpText("after", "\nWithout a command: tstrace read. More about one: tstrace help run");
}

/** `tstrace` alone reads; the arguments of `run` are arranged for commander. */
function withCommand(argv: readonly string[], commands: readonly Command[]): string[] {
  const at = argv[0] === "--debug" ? 1 : 0;
  const [before, rest] = [argv.slice(0, at), argv.slice(at)];
  const word = rest[0];
  // `help nosuch` is an unknown command, which commander would answer with the general help.
  if (word === "help" && rest[1] !== undefined) {
    return [...before, rest[1], ...(commands.some((command) => command.name() === rest[1]) ? ["--help"] : [])];
  }
  if (word === "run") return [...before, "run", ...arrangeRunArguments(rest.slice(1))];
  const ofProgram = ["-h", "--help", "-V", "--version"].includes(word);
  if (word === undefined || (word.startsWith("-") && !ofProgram)) return [...before, "read", ...rest];
  const isCommand = word === "help" || commands.some((command) => command.name() === word);
  if (!isCommand && !ofProgram && isRecording(word)) return [...before, "read", ...rest];
  return [...argv];
}

/** What to do about a mistake. `tstrace main.ts` is a run that was not asked for. */
function hint(code: string, argv: readonly string[], commands: readonly Command[]): string {
  const [word = ""] = argv.filter((each) => each !== "--debug");
  if (code === "commander.unknownCommand") {
    return /\.[cm]?[jt]sx?$/.test(word)
      ? `: to run a script, tstrace run ${word}`
      : ": tstrace help lists the commands";
  }
  const isCounted = ["commander.missingArgument", "commander.excessArguments"].includes(code);
  return isCounted && commands.some((command) => command.name() === word) ? `: see tstrace help ${word}` : "";
}

/** Commander's messages as one line without its `error: `. */
function oneLine(message: string): string {
  return message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ").replace(/\.$/, "");
}
