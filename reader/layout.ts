import { shownModule } from "../filter/module.ts";
import type { StoreReader } from "../store/mod.ts";
import { createClock } from "./clock.ts";
import { type LocalOffset, runtimeOffset, systemOffset } from "./local_time.ts";
import type { Layout } from "./row.ts";
import { widthOf } from "./width.ts";

/** More of them are not looked at: columns must stand before the first row is shown. */
const SAMPLE = 1000;

/** Longer paths are shortened on a screen; in text they stand out of their column. */
const MAX_MODULE_WIDTH = 32;
const MAX_TEXT_MODULE_WIDTH = 60;

/** Columns of `:123`. */
const LINE_WIDTH = 4;

/** The part of a screen that modules may take: what is called with what matters more. */
const MODULE_PART = 1 / 5;
const MIN_MODULE_WIDTH = 12;

/** A layout for a screen of so many columns. */
export function screenLayout(reader: StoreReader, columns: number): Layout {
  return createLayout(reader, columns, systemOffset(reader));
}

/**
 * A layout with columns just wide enough for the processes and modules of the database.
 *
 * @param columns of the screen; Infinity for text that is not cut.
 * @param offsetAt tells local time.
 */
export function createLayout(
  reader: Pick<StoreReader, "startedMs" | "recordings" | "modules" | "threads">,
  columns: number,
  offsetAt: LocalOffset = runtimeOffset,
): Layout {
  const cwd = reader.recordings().at(-1)?.cwd ?? "";
  const moduleWidths = reader.modules(SAMPLE).map((module) => widthOf(shownModule(module, cwd)) + LINE_WIDTH);
  const threadWidths = reader.threads(SAMPLE).map(({ pid, tid }) => `${pid}/${tid}`.length);
  const isScreen = columns !== Infinity;
  const most = isScreen
    ? Math.min(MAX_MODULE_WIDTH, Math.max(MIN_MODULE_WIDTH, Math.floor(columns * MODULE_PART)))
    : MAX_TEXT_MODULE_WIDTH;
  return {
    clock: createClock(reader.startedMs, offsetAt),
    threadWidth: Math.max(1, ...threadWidths),
    moduleWidth: Math.min(most, Math.max(1, ...moduleWidths)),
    shorten: isScreen,
  };
}
