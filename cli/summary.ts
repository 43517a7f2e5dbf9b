/** What is said at the end of a recording. */
export interface Summary {
  kept: number;
  lost: number;
  /** How long the program ran. */
  seconds: number;
  /** As the user named it. */
  database: string;
}

/** The last line: `1 234 traces kept, 0 lost, 0.31 s, traces.sqlite`. */
export function summaryLine(summary: Summary): string {
  const noun = summary.kept === 1 ? "trace" : "traces";
  const { kept, lost, seconds, database } = summary;
  return `${grouped(kept)} ${noun} kept, ${grouped(lost)} lost, ${seconds.toFixed(2)} s, ${database}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}
