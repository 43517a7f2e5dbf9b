/** How much of a value is recorded. */
export interface Budget {
  /** Whether values are recorded at all. */
  values: boolean;
  /** How many levels of properties. */
  depth: number;
  /** Entries a level. */
  entries: number;
  /** Values in one record, at all levels together. */
  leaves: number;
  /** UTF-16 code units of a string, at most 1000. */
  units: number;
}

/** What is recorded where nothing is said. */
export const DEFAULT_BUDGET: Budget = { values: true, depth: 2, entries: 8, leaves: 32, units: 128 };

/** What is recorded at most where less is to be: little, and next to nothing. */
const LESS: readonly Omit<Budget, "values">[] = [
  { depth: 1, entries: 4, leaves: 8, units: 64 },
  { depth: 0, entries: 0, leaves: 8, units: 32 },
];

// Taken before the program can replace it.
const { min } = Math;

/** `asked`, or less of it, the more so the greater `less` is; 0: as much as was asked for. */
export function lessThan(asked: Budget, less: number): Budget {
  const bound = LESS[less - 1];
  if (!bound) return asked;
  const { values, depth, entries, leaves, units } = asked;
  return {
    values,
    depth: min(depth, bound.depth),
    entries: min(entries, bound.entries),
    leaves: min(leaves, bound.leaves),
    units: min(units, bound.units),
  };
}
