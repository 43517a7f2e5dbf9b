import { type Command, Option } from "commander";
import type { Redaction } from "../dumper/mod.ts";
import type { Secrets } from "../tracer/mod.ts";
import { parseList } from "./option_values.ts";

/** What the command line says of what nobody may read. */
export interface SecretOptions {
  redact: readonly string[];
  showSecrets: boolean;
}

/** Adds the options that say so. */
export function addSecretOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--redact <name>", "record no value of this key, parameter or path (user.card.number); repeatable")
        .argParser(parseList).default([]),
    )
    .option("--show-secrets", "record also what looks like a password, token, key or card number");
}

/** What the probes are told: a name alone is left out there, a path when it is stored. */
export function secretsOf({ redact, showSecrets }: SecretOptions): Secrets {
  const isPath = (name: string): boolean => name.includes(".");
  return { names: redact.filter((name) => !isPath(name)), paths: redact.filter(isPath), shown: showSecrets };
}

/** What the dumper is told. */
export function redactionOf({ paths, shown }: Secrets): Redaction {
  return { paths, values: !shown };
}
