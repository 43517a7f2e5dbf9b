/** Nanoseconds in each unit of time, under every name that it goes by. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "µs": 1e3,
  "μs": 1e3,
  ms: 1e6,
  s: 1e9,
  sec: 1e9,
  min: 60e9,
  m: 60e9,
  h: 3600e9,
  d: 86400e9,
};

/** How a duration is written, for messages. */
export const DURATION_FORMS = "1500, '5ms', '2 s' or '1 min 30 s'";

const PART = /\s*(\d+(?:\.\d+)?)\s*([a-zµμ]*)\s*/iy;

/** Nanoseconds of a number with a unit; a number alone is in ns. Undefined for a unit that there is not. */
export function withUnit(number: number, unit: string): number | undefined {
  if (unit === "") return number;
  const name = unit.toLowerCase();
  return Object.hasOwn(UNITS, name) ? roundNs(number * UNITS[name]) : undefined;
}

/** 0.1 ms are 100 000 ns, whatever doubles make of it; what is no whole number of ns stays so. */
function roundNs(ns: number): number {
  return Math.abs(ns - Math.round(ns)) < 1e-6 ? Math.round(ns) : ns;
}

/** Nanoseconds of a text such as `5ms`, `1.3 s` or `2 min 5 s`; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  let total = 0;
  let at = 0;
  do {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (match === null) return undefined;
    // Only a single number may go without a unit.
    if (match[2] === "" && match[0].length < text.length) return undefined;
    const ns = withUnit(Number(match[1]), match[2]);
    if (ns === undefined) return undefined;
    total += ns;
    at += match[0].length;
  } while (at < text.length);
  return total;
}
