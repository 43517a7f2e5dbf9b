/** `tstrace man`: the manual page, made of the definitions of the commands. @module */
import { Command } from "commander";
import { writeSync } from "node:fs";
import { type CommandInfo, describeCommand, type OptionInfo } from "./command_info.ts";
import { version } from "./version.ts";

/** Makes the command. */
export function manualCommand(): Command {
  const command = new Command("man")
    .summary("print the manual page")
    .description("Prints the manual page in the format of man(1).")
    .helpOption("-h, --help", "show this help")
    .addHelpText("after", "\nTo read it:\n  tstrace man | man -l -");
  return command.action(() => {
    writeSync(1, renderManual(command.parent as Command));
  });
}

/** The manual page of `program` in roff, with the macros of man(7). */
export function renderManual(program: Command): string {
  const info = describeCommand(program);
  return [
    `.TH TSTRACE 1 "" "tstrace ${version}" "User Commands"`,
    ".SH NAME",
    `tstrace \\- ${text(firstLower(info.description.replace(/\.$/, "")))}`,
    ".SH SYNOPSIS",
    ...info.commands.flatMap((command) => [".B tstrace", text(synopsis(command)), ".br"]),
    ".SH DESCRIPTION",
    text(info.description),
    ".PP",
    text(info.notes),
    ".SH OPTIONS",
    ...info.options.flatMap(optionLines),
    ".SH COMMANDS",
    ...info.commands.flatMap(commandLines),
    ".SH EXIT STATUS",
    text(
      "That of the traced program for tstrace run, 128 + n where signal n ended it. Otherwise 0, 1 where something " +
        "failed, and 2 where the command line was wrong.",
    ),
    "",
  ].join("\n");
}

function synopsis(command: CommandInfo): string {
  return command.usage.replace(/^tstrace /, "");
}

function commandLines(command: CommandInfo): string[] {
  return [
    `.SS tstrace ${text(synopsis(command))}`,
    text(command.description || command.summary),
    ...command.arguments.flatMap((argument) =>
      argument.description === "" ? [] : [".TP", `.I ${text(argument.name)}`, text(argument.description)]
    ),
    ...command.options.flatMap(optionLines),
    ...notesLines(command.notes),
  ];
}

function optionLines({ flags, description, values, byDefault }: OptionInfo): string[] {
  const choices = values?.kind === "words" ? ` (${values.words.join(", ")})` : "";
  const standard = byDefault === undefined ? "" : ` (default: ${byDefault})`;
  return [".TP", `.B ${text(flags)}`, text(`${description}${choices}${standard}`)];
}

/** Notes as they are in the help: paragraphs are filled, lines that are indented stand alone. */
function notesLines(notes: string): string[] {
  if (notes === "") return [];
  return notes.split(/\n{2,}/).flatMap((paragraph) => {
    const lines = paragraph.split("\n").map((line) => /^\s/.test(line) ? `.EX\n${text(line)}\n.EE` : text(line));
    return [".PP", ...lines];
  });
}

/** Text as roff shows it. */
function text(plain: string): string {
  return plain
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replaceAll("`", "\\(ga")
    .replace(/^\./gm, "\\&.")
    .replace(
      /[^\n -~]/gu,
      (character) => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}

function firstLower(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}
