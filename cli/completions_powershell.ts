import type { CommandInfo, OptionInfo, Values } from "./command_info.ts";

/** A script for PowerShell 5.1 or newer. */
export function powershellCompletions(program: CommandInfo): string {
  const commands = program.commands.map((command) => `    ${quote(command.name)} = ${table(command)}`);
  return `# Completions of tstrace for PowerShell, made by: tstrace completions powershell
Register-ArgumentCompleter -Native -CommandName tstrace -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = [ordered]@{
${commands.join("\n")}
  }
  $own = ${table(program)}
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    Select-Object -Skip 1 | ForEach-Object { "$_" })
  $name = $words | Where-Object { $commands.Contains($_) } | Select-Object -First 1
  $last = if ($words.Count -gt 0) { $words[-1] } else { '' }
  $found = if (-not $name) {
    if ($wordToComplete -like '-*') { $own.Options } else {
      $commands.GetEnumerator() | ForEach-Object { ,@($_.Key, $_.Value.Summary) }
    }
  } elseif ($commands[$name].Values.Contains($last)) {
    $commands[$name].Values[$last] | ForEach-Object { ,@($_, $_) }
  } elseif ($wordToComplete -like '-*') { $commands[$name].Options }
  else { $commands[$name].Words | ForEach-Object { ,@($_, $_) } }
  # Nothing found: PowerShell completes files.
  $found | Where-Object { $_ -and $_[0] -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

/** A command as a table: its options with their descriptions, what their values may be, and its words. */
function table({ summary, description, options, arguments: [argument] }: CommandInfo): string {
  const forms = options.flatMap((option) =>
    formsOf(option).map((form) => `@(${quote(form)}, ${quote(option.description)})`)
  );
  const values = options.flatMap((option) => formsOf(option).flatMap((form) => valueEntry(form, option.values)));
  return `@{ Summary = ${quote(summary || description)}; Options = @(${forms.join(", ")}); ` +
    `Values = @{ ${values.join("; ")} }; Words = ${list(wordsOf(argument?.values))} }`;
}

function formsOf({ long, short }: OptionInfo): string[] {
  return [long, short].filter((form) => form !== undefined);
}

function valueEntry(form: string, values: Values | undefined): string[] {
  return values === undefined ? [] : [`${quote(form)} = ${list(wordsOf(values))}`];
}

function wordsOf(values: Values | undefined): readonly string[] {
  return values?.kind === "words" ? values.words : [];
}

function list(words: readonly string[]): string {
  return `@(${words.map(quote).join(", ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
