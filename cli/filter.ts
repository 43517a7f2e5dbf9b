/** What `tstrace print` and `tstrace count` have in common: the filter that they are given. @module */
import { TstraceError } from "../errors.ts";
import { createFilter, diagnose, explain, type Filter, FilterError } from "../filter/mod.ts";
import { widthOf } from "../reader/mod.ts";
import type { StoreReader } from "../store/mod.ts";

/** A filter's mistake for the terminal: the message, and the filter with a caret under the place. */
function shown(error: unknown, text: string): unknown {
  if (!(error instanceof FilterError)) return error;
  return new TstraceError(explain(error, text, widthOf), error.exitCode, { cause: error });
}

/** The filter, as a word or as an option but not as both; undefined where there is none. Throws `TstraceError` (2). */
export function chooseFilter(word: string | undefined, option: string | undefined): string | undefined {
  if (word !== undefined && option !== undefined) {
    throw new TstraceError("there are two filters: give one, as a word or with --filter", 2);
  }
  const text = word ?? option;
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** Reads a filter. Throws `TstraceError` (2) with the place of a mistake. */
export function readFilter(text: string, reader: StoreReader): Filter {
  try {
    return createFilter(text, reader);
  } catch (error) {
    throw shown(error, text);
  }
}

/** Why a filter has found nothing, if a value in it is not in the database at all. */
export function explainNothing(filter: Filter, reader: StoreReader): TstraceError | undefined {
  const found = diagnose(filter, reader);
  return found === undefined ? undefined : shown(found, filter.text) as TstraceError;
}
