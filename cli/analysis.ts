/** What the commands that analyse traces have in common. @module */
import type { Command } from "commander";
import { writeSync } from "node:fs";

import { describeOmissions, type Omissions } from "../analysis/mod.ts";
import type { Filter } from "../filter/mod.ts";
import { openReader, type StoreReader } from "../store/mod.ts";
import { explainNothing, readFilter } from "./filter.ts";

/** Opens the database that `--db` names for as long as `body` takes. */
export async function withReader<T>(command: Command, body: (reader: StoreReader) => T | Promise<T>): Promise<T> {
  // Not mapped: the whole file would count as memory of this process.
  const reader = openReader(command.opts<{ db: string }>().db);
  try {
    return await body(reader);
  } finally {
    reader.close();
  }
}

/** The filter of a command, ready; undefined where there is none. Throws `TstraceError` where it names what is not there. */
export function readCommandFilter(text: string | undefined, reader: StoreReader): Filter | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const filter = readFilter(text, reader);
  const found = filter.chunks({ limit: 1 }).next();
  const reason = !found.done || reader.count() === 0 ? undefined : explainNothing(filter, reader);
  if (reason !== undefined) throw reason;
  return filter;
}

/** Says on stderr what an analysis left out. */
export function tellOmissions(omissions: Omissions, further: readonly string[] = []): void {
  tell([...further, ...describeOmissions(omissions)]);
}

/** Says sentences on stderr, a line each. */
export function tell(notes: readonly string[]): void {
  for (const note of notes) writeSync(2, `tstrace: ${note}\n`);
}
