import { type LocalOffset, runtimeOffset } from "./local_time.ts";

/** Turns `at` (ns since the recording began) into what users read. */
export interface Clock {
  /** `2026/11/23 10:07:04,000041`, in the local time zone. */
  local(at: number): string;
  /** `2026-11-23T09:07:04.000041300Z`. */
  iso(at: number): string;
}

/** The last ms that a `Date` can hold. */
const MAX_MS = 8.64e15;

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Seconds since 1970, and the nanoseconds beyond. A double alone cannot hold both exactly. */
function split(startedMs: number, at: number): [second: number, nanos: number] {
  const startMs = Math.floor(startedMs);
  const ns = Math.round((startedMs - startMs) * 1e6) + at;
  const ms = Math.floor(ns / 1e6);
  const wall = startMs + ms;
  if (!(Math.abs(wall) <= MAX_MS)) return [0, 0];
  const second = Math.floor(wall / 1000);
  return [second, (wall - second * 1000) * 1e6 + (ns - ms * 1e6)];
}

/**
 * Makes a clock.
 *
 * @param startedMs when the recording began: milliseconds since 1970, with a fraction.
 * @param offsetAt tells local time.
 */
export function createClock(startedMs: number, offsetAt: LocalOffset = runtimeOffset): Clock {
  let cachedSecond = NaN;
  let cachedText = "";
  let cachedQuarter = NaN;
  let offset = 0;

  function localSecond(second: number): string {
    if (second !== cachedSecond) {
      // Clocks are put forward and back at quarters of an hour.
      const quarter = Math.floor(second / 900);
      if (quarter !== cachedQuarter) offset = offsetAt(second);
      cachedQuarter = quarter;
      const date = new Date((second + offset) * 1000);
      const day = `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}`;
      cachedText = `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
      cachedSecond = second;
    }
    return cachedText;
  }

  return {
    local(at) {
      const [second, nanos] = split(startedMs, at);
      // A million more has all the zeros ahead.
      return `${localSecond(second)},${String(1e6 + Math.floor(nanos / 1000)).slice(1)}`;
    },
    iso(at) {
      const [second, nanos] = split(startedMs, at);
      return `${new Date(second * 1000).toISOString().slice(0, -5)}.${String(nanos).padStart(9, "0")}Z`;
    },
  };
}
