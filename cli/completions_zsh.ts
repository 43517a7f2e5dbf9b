import type { CommandInfo, OptionInfo, Values } from "./command_info.ts";

/** A function for zsh, to be found in its `fpath` as `_tstrace`; it may also be sourced. */
export function zshCompletions(program: CommandInfo): string {
  return `#compdef tstrace
# Completions of tstrace for zsh, made by: tstrace completions zsh
_tstrace_program() {
  if ((CURRENT > 1)); then _normal
  else _alternative 'files:script:_files' 'commands:command:_command_names -e'; fi
}
_tstrace() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
${
    program.options.map(optionSpec).map((spec) => `    ${spec} \\\n`).join("")
  }    '1: :->command' '*:: :->arguments' && return
  if [[ $state == command ]]; then
    local -a commands=(
${program.commands.map(({ name, summary }) => `      ${quote(`${name}:${summary.replaceAll(":", "\\:")}`)}`).join("\n")}
    )
    _describe -t commands command commands
    return
  fi
  case $line[1] in
${program.commands.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _tstrace ]]; then _tstrace "$@"; else compdef _tstrace tstrace; fi
`;
}

function commandCase(command: CommandInfo): string {
  const rest = command.arguments.map(({ name, values, variadic }, index) => {
    const place = variadic ? values.kind === "programs" ? "*::" : "*:" : `${index + 1}:`;
    return quote(`${place}${name}:${action(values)}`);
  });
  return `    ${command.name})
      _arguments ${[...command.options.map(optionSpec), ...rest].join(" \\\n        ")} ;;`;
}

function optionSpec({ long, short, description, values }: OptionInfo): string {
  const forms = [short, long].filter((form) => form !== undefined);
  const text = `[${description.replace(/[[\]\\]/g, "\\$&")}]`;
  const value = values === undefined ? "" : `:value:${action(values)}`;
  // A long option takes its value as the next word or behind =.
  const equals = (form: string): string => values !== undefined && form.startsWith("--") ? "=" : "";
  if (forms.length === 1) return quote(`${forms[0]}${equals(forms[0])}${text}${value}`);
  return `${quote(`(${forms.join(" ")})`)}{${forms.map((form) => form + equals(form)).join(",")}}${
    quote(text + value)
  }`;
}

function action(values: Values): string {
  switch (values.kind) {
    case "words":
      return `(${values.words.join(" ")})`;
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "programs":
      return "_tstrace_program";
    case "free":
      return " ";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
