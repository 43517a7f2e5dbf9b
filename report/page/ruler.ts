import { formatDuration } from "../../reader/duration.ts";

/** Marks on a ruler: round times, so that at most `count` of them lie between `from` and `to`, ns. */
export function ticks(from: number, to: number, count: number): { at: number; label: string }[] {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = power * ([1, 2, 5].find((factor) => power * factor >= rough) ?? 10);
  const found: { at: number; label: string }[] = [];
  for (let n = Math.ceil(from / step); n * step <= to; n++) found.push({ at: n * step, label: exact(n * step, step) });
  return found;
}

const UNITS = [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]] as const;

/** A time with as many digits as tell it from its neighbours. */
function exact(at: number, step: number): string {
  if (at === 0) return formatDuration(0);
  const [unit, name] = UNITS.find(([unit]) => Math.abs(at) >= unit) ?? UNITS[3];
  const digits = Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9));
  return `${(at / unit).toFixed(digits)} ${name}`;
}
