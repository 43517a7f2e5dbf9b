/** `tstrace completions`: what a shell needs to complete the words of tstrace. @module */
import { Argument, Command } from "commander";
import { writeSync } from "node:fs";
import type { CommandInfo } from "./command_info.ts";

/** A shell, and the name of a file of completions by its custom. */
interface Shell {
  name: string;
  file: string;
  /** Where its users put it, as the help says. */
  use: string;
  load: () => Promise<(program: CommandInfo) => string>;
}

/** The shells that there are completions for. */
export const SHELLS: readonly Shell[] = [
  {
    name: "bash",
    file: "tstrace.bash",
    use: "tstrace completions bash > ~/.local/share/bash-completion/completions/tstrace",
    load: async () => (await import("./completions_bash.ts")).bashCompletions,
  },
  {
    name: "zsh",
    file: "_tstrace",
    use: 'tstrace completions zsh > "${fpath[1]}/_tstrace"',
    load: async () => (await import("./completions_zsh.ts")).zshCompletions,
  },
  {
    name: "fish",
    file: "tstrace.fish",
    use: "tstrace completions fish > ~/.config/fish/completions/tstrace.fish",
    load: async () => (await import("./completions_fish.ts")).fishCompletions,
  },
  {
    name: "powershell",
    file: "tstrace.ps1",
    use: "tstrace completions powershell >> $PROFILE",
    load: async () => (await import("./completions_powershell.ts")).powershellCompletions,
  },
];

/** Makes the command. */
export function completionsCommand(): Command {
  const names = SHELLS.map((shell) => shell.name);
  const command = new Command("completions")
    .summary("print completions for a shell")
    .description("Prints what a shell needs to complete the commands and options of tstrace.")
    .addArgument(new Argument("<shell>", "whose completions").choices(names))
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", `\nTo install them:\n${SHELLS.map((shell) => `  ${shell.use}`).join("\n")}`);
  return command.action(async (name: string) => {
    writeSync(1, await renderCompletions(command.parent as Command, name));
  });
}

/** The completions of `program` for the shell called `name`, one of `SHELLS`. */
export async function renderCompletions(program: Command, name: string): Promise<string> {
  const { describeCommand } = await import("./command_info.ts");
  const shell = SHELLS.find((each) => each.name === name) as Shell;
  return (await shell.load())(describeCommand(program));
}
