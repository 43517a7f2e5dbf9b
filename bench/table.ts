/** One thing measured, in each runtime. */
export interface Figure {
  what: string;
  /** `ns`, `ms`, `MB`, `x` (times), … */
  unit: string;
  /** By runtime, or by one name for what runs in none. */
  values: Readonly<Record<string, number>>;
  /** What it is to be at most, or, of what is more the better, at least. */
  target?: Readonly<Record<string, number>> | undefined;
}

const COLUMNS = ["Bun", "Node", "Deno"];

function show(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "-";
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

/** The figures of a suite as lines of text: a column for each runtime, each with its target in parentheses. */
export function table(title: string, figures: readonly Figure[]): string {
  const lines = figures.map(({ what, unit, values, target }) => {
    const cells = COLUMNS.map((name) => {
      const aim = target?.[name];
      return `${show(values[name])}${aim === undefined ? "" : ` (${aim})`}`.padStart(16);
    });
    return `${what.padEnd(44)}${unit.padEnd(9)}${cells.join("")}`;
  });
  return [`\n${title.padEnd(53)}${COLUMNS.map((name) => name.padStart(16)).join("")}`, ...lines].join("\n");
}
