import type { StoreReader } from "../store/mod.ts";

/** How far local time is ahead of UTC, in seconds, at a time in seconds since 1970. */
export type LocalOffset = (second: number) => number;

/** What the system's own functions know the rules of for sure: 1971 to 2037, in seconds since 1970. */
const KNOWN = { from: 31_536_000, to: 2_114_380_800 };

/** `LocalOffset` by the runtime. */
export function runtimeOffset(second: number): number {
  return 0 - 60 * new Date(second * 1000).getTimezoneOffset();
}

/**
 * `LocalOffset` by SQLite, which asks the system: that takes 0.1 ms, where Bun's `Date` takes 5 to 10 ms to load its
 * time zones. Where the user has named a zone the runtime is asked, which knows more of them than some systems do.
 */
export function systemOffset(
  reader: Pick<StoreReader, "query">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LocalOffset {
  if (environment.TZ || process.platform === "win32") return runtimeOffset;
  return (second) => {
    if (second < KNOWN.from || second > KNOWN.to) return runtimeOffset(second);
    const [row] = reader.query("SELECT strftime('%s', ?, 'unixepoch', 'localtime') AS local", [second]);
    return Number(row.local) - second;
  };
}
