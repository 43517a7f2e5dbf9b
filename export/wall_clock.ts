/** When traces were, in nanoseconds since 1970: more than a double holds exactly, so seconds stand apart. */
export interface WallClock {
  /** `2026-11-23T09:07:04.000041300Z`. */
  iso(at: number): string;
  /** Whole seconds since 1970 of the last call of `set`, and the nanoseconds beyond. */
  readonly second: number;
  readonly nanos: number;
  set(at: number): void;
}

/** @param startedMs when the first recording began, ms since 1970 with a fraction: what `at` counts from. */
export function createWallClock(startedMs: number): WallClock {
  const wholeMs = Math.floor(startedMs);
  const startSecond = Math.floor(wholeMs / 1000);
  const startNanos = (wholeMs - startSecond * 1000) * 1e6 + Math.round((startedMs - wholeMs) * 1e6);
  let cachedSecond = NaN;
  let cached = "";
  const clock = {
    second: 0,
    nanos: 0,
    set(at: number): void {
      const ns = startNanos + at;
      const seconds = Math.floor(ns / 1e9);
      clock.second = startSecond + seconds;
      clock.nanos = ns - seconds * 1e9;
    },
    iso(at: number): string {
      clock.set(at);
      if (clock.second !== cachedSecond) {
        cachedSecond = clock.second;
        // Beyond what a date can be, the recording is damaged: a time all the same.
        cached = new Date(Math.min(Math.max(clock.second, -8.64e12), 8.64e12) * 1000).toISOString().slice(0, -5);
      }
      return `${cached}.${String(clock.nanos).padStart(9, "0")}Z`;
    },
  };
  return clock;
}
