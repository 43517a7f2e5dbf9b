import { parseDuration } from "./quantity.ts";

/** A stretch of time: ns since the first recording of the database began; `end` is not part of it. */
export interface Interval {
  start: number;
  end: number;
}

/** What times are counted from. */
export interface TimeBase {
  /** When the first recording began: ms since 1970, with a fraction. */
  startedMs: number;
  /** When the newest recording began: a clock without a date is of that day. */
  newestMs: number;
  /** When the newest trace happened: ns since `startedMs`. `-5s` counts from it. */
  newestAt: number;
}

/** How a time is written, for messages. */
export const TIME_FORMS = "'2026/11/23 10:07:04,000041', '2026/11/23', '10:07', '-5s' or '+2s'";

/** Times are shown to the microsecond, and compared so. */
const SHOWN_NS = 1000;

const DATE =
  /^(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2}))?(?:(?:^|[T\s]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z?)$/;
const RELATIVE = /^([-+])\s*(.+)$/;

/** ns since the start of the recording, of a wall clock in ms and ns beyond. */
function since(base: TimeBase, ms: number, ns: number): number {
  // The fraction first: as a double a wall clock is exact to 0.25 µs only.
  const startMs = Math.floor(base.startedMs);
  return (ms - startMs) * 1e6 + ns - Math.round((base.startedMs - startMs) * 1e6);
}

function interval(base: TimeBase, startMs: number, ns: number, endMs: number, size: number): Interval {
  return { start: since(base, startMs, ns), end: size === 0 ? since(base, endMs, 0) : since(base, startMs, ns + size) };
}

/**
 * The time that a text stands for: the whole day, minute, second or microsecond that it names, in the local time
 * zone (with a `Z` behind it in UTC). `-5s` is five seconds before the newest trace, `+2s` two after the first
 * recording began. Undefined where the text is no time.
 */
export function parseTime(text: string, base: TimeBase): Interval | undefined {
  const trimmed = text.trim();
  const relative = RELATIVE.exec(trimmed);
  if (relative !== null) {
    const ns = parseDuration(relative[2]);
    if (ns === undefined || /^\d+(\.\d+)?$/.test(relative[2].trim())) return undefined;
    const shown = snap(base, relative[1] === "-" ? base.newestAt - ns : ns);
    return { start: shown, end: shown + SHOWN_NS };
  }
  const match = DATE.exec(trimmed);
  if (match === null || trimmed === "" || trimmed === "Z") return undefined;
  return absolute(match, base);
}

function absolute(match: RegExpExecArray, base: TimeBase): Interval | undefined {
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  if (zone !== "" && (year === undefined || hour === undefined)) return undefined;
  const newest = new Date(base.newestMs);
  const date = year === undefined
    ? [newest.getFullYear(), newest.getMonth(), newest.getDate()]
    : [Number(year), Number(month) - 1, Number(day)];
  const clock = [hour, minute, second].map((part) => Number(part ?? 0));
  const at = (days: number, minutes: number, seconds: number): number => {
    const fields = [date[0], date[1], date[2] + days, clock[0], clock[1] + minutes, clock[2] + seconds] as const;
    return zone === "" ? new Date(...fields).getTime() : Date.UTC(...fields);
  };
  const plausible = date[1] >= 0 && date[1] < 12 && date[2] >= 1 && date[2] <= 31 && clock[0] < 24 && clock[1] < 60 &&
    clock[2] < 60 && Number.isFinite(at(0, 0, 0));
  if (!plausible) return undefined;
  if (hour === undefined) return interval(base, at(0, 0, 0), 0, at(1, 0, 0), 0);
  if (second === undefined) return interval(base, at(0, 0, 0), 0, at(0, 1, 0), 0);
  if (fraction === undefined) return interval(base, at(0, 0, 0), 0, at(0, 0, 1), 0);
  const digits = fraction.slice(0, 6);
  const ns = Number(digits.padEnd(9, "0"));
  return interval(base, at(0, 0, 0), ns, 0, 10 ** (9 - digits.length));
}

/** The time of a number: seconds since 1970. */
export function unixTime(seconds: number, base: TimeBase): Interval | undefined {
  const ms = Math.floor(seconds * 1000);
  if (!(Math.abs(ms) <= 8.64e15)) return undefined;
  // A double holds about 16 digits: what lies behind the microsecond is noise.
  const micros = Math.round((seconds * 1000 - ms) * 1000);
  const start = since(base, ms, micros * 1000);
  return { start, end: start + SHOWN_NS };
}

/** The microsecond, as it is shown, in which `at` lies. */
function snap(base: TimeBase, at: number): number {
  const fraction = Math.round((base.startedMs - Math.floor(base.startedMs)) * 1e6);
  return Math.floor((at + fraction) / SHOWN_NS) * SHOWN_NS - fraction;
}
