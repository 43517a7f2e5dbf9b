/** What is said at the end of a recording. */
export interface Summary {
  kept: number;
  lost: number;
  /** Traces that were left out, as users chose others. */
  leftOut: number;
  /** Calls that were not recorded, as users or their number wanted it. */
  muted: number;
  counted: number;
  /** Traces that have less of values than was asked for. */
  shallow: number;
  /** How long the program ran. */
  seconds: number;
  /** As the user named it. */
  database: string;
  /** How the program ended: `exited 0`. */
  status: string;
}

/** The last line: `1 234 traces kept, 0 lost, 0.31 s, traces.sqlite`, and how the program ended where that matters. */
export function summaryLine(summary: Summary): string {
  const { kept, lost, leftOut, muted, counted, shallow, seconds, database, status } = summary;
  const held = [[muted, "muted"], [counted, "only counted"]] as const;
  const heldText = held.map(([count, how]) =>
    count === 0 ? "" : `, ${grouped(count)} ${count === 1 ? "call" : "calls"} ${how}`
  );
  if (shallow > 0) heldText.push(`, ${grouped(shallow)} with less of values`);
  const leftText = leftOut === 0 ? "" : `, ${grouped(leftOut)} left out`;
  const line = `${countOfTraces(kept)} kept, ${grouped(lost)} lost${leftText}${heldText.join("")}, ${
    seconds.toFixed(2)
  } s, ${database}`;
  return status === "exited 0" ? line : `${line}; ${status}`;
}

/** `1 234 traces`. */
export function countOfTraces(count: number): string {
  return `${grouped(count)} ${count === 1 ? "trace" : "traces"}`;
}

/** A count with its digits in groups. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}
