/** When traces were, in nanoseconds since 1970: more than a double holds exactly, so seconds stand apart. */
export interface WallClock {
  /** `2026-11-23T09:07:04.000041300Z`. */
  iso(at: number): string;
  /** Nanoseconds since 1970 of the last call of `set`, as the two halves of 64 bits. */
  readonly high: number;
  readonly low: number;
  set(at: number): void;
}

/** @param startedMs when the first recording began, ms since 1970 with a fraction: what `at` counts from. */
export function createWallClock(startedMs: number): WallClock {
  const wholeMs = Math.floor(startedMs);
  const startSecond = Math.floor(wholeMs / 1000);
  const startNanos = (wholeMs - startSecond * 1000) * 1e6 + Math.round((startedMs - wholeMs) * 1e6);
  const start = Number.isSafeInteger(startSecond) ? BigInt(startSecond) * 1_000_000_000n + BigInt(startNanos) : 0n;
  const startLow = Number(start & 0xffffffffn);
  const startHigh = Number(start >> 32n);
  let cachedSecond = NaN;
  let cached = "";
  const clock = {
    high: 0,
    low: 0,
    set(at: number): void {
      const low = startLow + (at >>> 0);
      clock.low = low >>> 0;
      clock.high = startHigh + Math.floor(at / 2 ** 32) + Number(low >= 2 ** 32);
    },
    iso(at: number): string {
      const ns = startNanos + at;
      const seconds = Math.floor(ns / 1e9);
      const second = startSecond + seconds;
      if (second !== cachedSecond) {
        cachedSecond = second;
        // Beyond what a date can be, the recording is damaged: a time all the same.
        cached = new Date(Math.min(Math.max(second, -8.64e12), 8.64e12) * 1000).toISOString().slice(0, -5);
      }
      return `${cached}.${String(ns - seconds * 1e9).padStart(9, "0")}Z`;
    },
  };
  return clock;
}
