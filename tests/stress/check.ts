/** What a database must hold of a program that told a log of its calls by itself. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { query } from "../recorded.ts";

/** What a thread told: the calls that were entered, and those that came back. */
export interface LoggedThread {
  entered: Set<number>;
  returned: Set<number>;
}

/** The threads in a log by what they call themselves. A last line that is not whole does not count. */
export function readLog(path: string): Map<string, LoggedThread> {
  const threads = new Map<string, LoggedThread>();
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  for (const line of lines) {
    const [event, who, seq] = line.split(" ");
    if (!threads.has(who)) threads.set(who, { entered: new Set(), returned: new Set() });
    threads.get(who)![event === "e" ? "entered" : "returned"].add(Number(seq));
  }
  return threads;
}

/** A call as the database has it. */
interface StoredCall {
  id: number;
  seq: number;
  text: string;
  /** How deep the program says that it is. */
  level: number;
  parent: number | null;
  /** Kind of the row that ends it, and its value; null where it has not ended. */
  end: number | null;
  value: string | null;
}

/**
 * Throws unless the database holds each call of the log once and whole.
 *
 * @param complete whether nothing of a thread may be missing; else what is there must have no gap.
 * @returns how many calls it holds.
 */
export function checkCalls(
  cwd: string,
  threads: ReadonlyMap<string, LoggedThread>,
  complete: (who: string) => boolean | "all or none",
): number {
  const stored = readCalls(cwd);
  for (const who of stored.keys()) {
    assert.ok(threads.has(who) || stored.get(who)!.length <= 1, `${who} is not in the log`);
  }
  let count = 0;
  for (const [who, logged] of threads) {
    const calls = stored.get(who) ?? [];
    const wanted = complete(who);
    checkThread(who, calls, logged, wanted === "all or none" ? calls.length > 0 : wanted);
    count += calls.length;
  }
  return count;
}

function checkThread(who: string, calls: readonly StoredCall[], logged: LoggedThread, complete: boolean): void {
  const newest = Math.max(0, ...logged.entered);
  // One call may have been recorded and not told any more.
  assert.ok(calls.length <= newest + 1, `${who}: ${calls.length} calls, ${newest} in the log`);
  if (complete) assert.ok(calls.length >= newest, `${who}: ${calls.length} calls, ${newest} in the log`);
  const byId = new Map(calls.map((call) => [call.id, call]));
  let untold = 0;
  calls.forEach((call, index) => {
    const { seq, level, parent } = call;
    assert.equal(seq, index + 1, `${who}: missing, twice, or not in order`);
    assert.equal(call.text, `"${"ä".repeat(seq % 23)}${seq}"`, `${who}: torn`);
    if (level > 0) assert.equal(byId.get(parent ?? 0)?.level, level - 1, `${who}: parent of ${seq}`);
    if (call.end === 1) assert.equal(call.value, String(seq * 2), `${who}: value of ${seq}`);
    if (call.end === null) assert.ok(!complete || !logged.returned.has(seq), `${who}: the end of ${seq} is missing`);
    else if (!logged.returned.has(seq)) untold++;
  });
  assert.ok(untold <= 1, `${who}: ${untold} calls ended that the log does not know of`);
}

/** The calls of each thread in the order of their ids. */
function readCalls(cwd: string): Map<string, StoredCall[]> {
  const text = `SELECT call.id, call.args, call.parent, leave.kind AS end, leave.args AS value
    FROM traces AS call JOIN functions ON functions.id = call.function
    LEFT JOIN traces AS leave ON leave.id = call.leave
    WHERE call.kind = 0 AND functions.name IN ('step', 'stepLater') ORDER BY call.id`;
  const threads = new Map<string, StoredCall[]>();
  for (const row of query(cwd, text)) {
    const [name, seq, payload, level] = values(row.args);
    const who = name.slice(1, -1);
    const calls = threads.get(who) ?? [];
    threads.set(who, calls);
    calls.push({
      id: Number(row.id),
      seq: Number(seq),
      text: payload,
      level: Number(level),
      parent: row.parent === null ? null : Number(row.parent),
      end: row.end === null ? null : Number(row.end),
      value: row.value === null ? null : values(row.value)[0],
    });
  }
  const [{ twice }] = query(
    cwd,
    `SELECT count(*) - count(DISTINCT call) AS twice FROM traces WHERE kind IN (1, 2) AND call IS NOT NULL`,
  );
  assert.equal(twice, 0, "a call ends twice");
  return threads;
}

/** The values in the column `args`. */
function values(args: unknown): string[] {
  return String(args).split("\x1e").filter(Boolean).map((argument) => argument.split("\x1f")[1]);
}
