import type { CommandInfo, OptionInfo, Values } from "./command_info.ts";

/** A script for bash 4 or newer. */
export function bashCompletions(program: CommandInfo): string {
  const names = program.commands.map((command) => command.name);
  return `# Completions of tstrace for bash, made by: tstrace completions bash
_tstrace() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= target= i
  COMPREPLY=()
  # Bash takes --option=value as three words.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    local word=\${COMP_WORDS[i]}
    if [[ -z $command ]]; then
      [[ $word == -* ]] || command=$word
    elif [[ $word == = ]]; then
      i=$((i + 1))
    elif [[ $word == -* ]]; then
      case "$command $word" in
        ${valued(program)}) [[ \${COMP_WORDS[i + 1]} == = ]] || i=$((i + 1)) ;;
      esac
    else
      target=$word
      [[ $command != run ]] || break
    fi
  done
  # Behind the program of run stands what is the program's own.
  if [[ $command == run && -n $target ]]; then
    compopt -o default
    return
  fi
  case "$command $prev" in
${program.commands.flatMap((command) => command.options.flatMap((option) => valueCase(command, option))).join("\n")}
  esac
  case "$command" in
    "")
      if [[ $cur == -* ]]; then ${choose(flags(program))}
      else ${choose(names.join(" "))}; fi ;;
${program.commands.map(commandCase).join("\n")}
  esac
}
complete -F _tstrace tstrace
`;
}

function forms({ long, short }: OptionInfo): string[] {
  return [long, short].filter((form) => form !== undefined);
}

function flags(command: CommandInfo): string {
  return command.options.flatMap(forms).join(" ");
}

/** All options with a value, as alternatives of a pattern. */
function valued(program: CommandInfo): string {
  const all = program.commands.flatMap(({ name, options }) =>
    options.filter((option) => option.values).flatMap((option) => forms(option).map((form) => `"${name} ${form}"`))
  );
  return all.join("|");
}

function valueCase({ name }: CommandInfo, option: OptionInfo): string[] {
  if (option.values === undefined) return [];
  const patterns = forms(option).map((form) => `"${name} ${form}"`).join("|");
  return [`    ${patterns}) ${complete(option.values)}; return ;;`];
}

function complete(values: Values): string {
  switch (values.kind) {
    case "words":
      return choose(values.words.join(" "));
    // Left to bash, which knows how to quote them.
    case "files":
      return "compopt -o default";
    case "folders":
      return "compopt -o dirnames";
    case "programs":
      return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"; compgen -c -- "$cur")`;
    case "free":
      return ":";
  }
}

function choose(words: string): string {
  return `mapfile -t COMPREPLY < <(compgen -W "${words}" -- "$cur")`;
}

function commandCase(command: CommandInfo): string {
  const [first] = command.arguments;
  const words = first === undefined ? ":" : complete(first.values);
  return `    ${command.name})
      if [[ $cur == -* ]]; then ${choose(flags(command))}
      else ${words}; fi ;;`;
}
