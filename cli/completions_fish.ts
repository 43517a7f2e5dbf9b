import type { CommandInfo, OptionInfo, Values } from "./command_info.ts";

/** Commands for fish. */
export function fishCompletions(program: CommandInfo): string {
  const lines = program.commands.flatMap((command) => {
    const seen = `__fish_seen_subcommand_from ${command.name}`;
    return [
      line("__fish_use_subcommand", "", `-a ${command.name}`, command.summary),
      ...command.options.map((option) => optionLine(seen, option)),
      ...command.arguments.map(({ values, description }) => line(seen, "", take(values), description)),
    ];
  });
  return [
    "# Completions of tstrace for fish, made by: tstrace completions fish",
    "complete -c tstrace -f",
    ...program.options.map((option) => optionLine("__fish_use_subcommand", option)),
    ...lines,
    "",
  ].join("\n");
}

function optionLine(condition: string, { long, short, description, values }: OptionInfo): string {
  const forms = [short && `-s ${short.slice(1)}`, long && `-l ${long.slice(2)}`].filter(Boolean).join(" ");
  return line(condition, forms, values === undefined ? "" : `-r ${take(values)}`, description);
}

function take(values: Values): string {
  switch (values.kind) {
    case "words":
      return `-f -a ${quote(values.words.join(" "))}`;
    case "files":
      return "-F";
    case "folders":
      return "-f -a '(__fish_complete_directories)'";
    case "programs":
      return "-F -a '(__fish_complete_command)'";
    case "free":
      return "-f";
  }
}

function line(condition: string, ...words: string[]): string {
  const description = words.pop() as string;
  const shown = description === "" ? [] : [`-d ${quote(description)}`];
  return ["complete -c tstrace", `-n ${quote(condition)}`, ...words.filter((word) => word !== ""), ...shown].join(" ");
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
