/**
 * How fast the analyses and exports are, and how much memory they take: `node bench/analysis.ts [traces]` makes a
 * database of so many traces (a million) in the directory for temporary files, and runs each command on it, with
 * `dist/tstrace` if it is there. Times are of whole processes; memory is the most that was resident.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { TraceRow } from "../store/mod.ts";
import { fillDatabase, randomNumbers } from "./many_traces.ts";

const DEPTH = 12;

/** What is measured, and how long it may take on a million traces, s. `OUT` and `OTHER` stand for files. */
const COMMANDS: readonly [argv: string[], limit: number][] = [
  [["stats", "depth >= 0"], 0.7],
  [["stats", "func == 'f3_7'"], 0.7],
  [["tree", "--depth", "5"], 0.7],
  [["why", "f2_14"], 2],
  [["types"], 1],
  [["diff", "DB", "OTHER"], 2],
  [["report", "-o", "OUT"], 3],
  ...["perfetto", "chrome", "speedscope", "cpuprofile", "folded", "parquet", "otlp", "jsonl", "csv"].map((
    format,
  ): [string[], number] => [["export", "--format", format, "-o", "OUT"], 3]),
];
/** Ten times as many traces may take twelve times as long, and no more memory than this, MB. */
const MEMORY = 300;

/** Calls in calls, as of a program whose functions each call three others. */
function makeDatabase(path: string, count: number): void {
  const below = randomNumbers();
  const stack: { row: TraceRow; place: number }[] = [];
  let at = 0;
  fillDatabase(path, count, ["item", "rate"], (first, count, functions, writer) => {
    const rows: TraceRow[] = [];
    for (let id = first; rows.length < count; id++) {
      at += 200 + below(2000);
      const top = stack.at(-1);
      const common = { id, at, thread: 1, data: null, lost: null, leave: null };
      if (top === undefined || (stack.length < DEPTH && below(2) === 0)) {
        const place = top === undefined ? 0 : (top.place * 7 + below(3)) % functions.length;
        const args = `\x1eitem\x1f{id: ${below(1000)}, sku: "x${below(100)}", qty: 2}\x1fObject\x1e` +
          `rate\x1f${below(100) / 100}\x1fnumber\x1e`;
        const parent = top?.row.id ?? null;
        const row = {
          ...common,
          kind: 0,
          function: functions[place],
          call: id,
          parent,
          depth: stack.length,
          duration: null,
        };
        rows.push({ ...row, args });
        stack.push({ row: rows[rows.length - 1], place });
      } else {
        stack.pop();
        const { id: call, function: fn, at: began } = top.row;
        const args = `\x1ereturn value\x1f${below(1000)}\x1fnumber\x1e`;
        const depth = stack.length;
        rows.push({ ...common, kind: 1, function: fn, call, parent: null, depth, duration: at - began, args });
        if (call !== null && call >= first) top.row.leave = id;
        else if (call !== null) writer.setLeave(call, id);
      }
    }
    return rows;
  });
}

/** Seconds, of them those of computing, and the most memory, MB (these two by GNU time). */
function measure(command: readonly string[]): { seconds: number; computing?: number; memory?: number } {
  const time = "/usr/bin/time";
  const words = existsSync(time) ? [time, "-f", "%U %S %M", ...command] : command;
  const started = performance.now();
  const { status, stderr } = spawnSync(words[0], words.slice(1), { stdio: ["ignore", "ignore", "pipe"] });
  const seconds = (performance.now() - started) / 1000;
  const text = String(stderr);
  // A comparison of what differs ends with 1.
  if (status !== 0 && status !== 1) throw new Error(`${command.join(" ")}: ${text}`);
  if (words === command) return { seconds };
  const [user, system, kilobytes] = (/([\d.]+) ([\d.]+) (\d+)\s*$/.exec(text) ?? []).slice(1).map(Number);
  return { seconds, computing: user + system, memory: kilobytes / 1000 };
}

const root = fileURLToPath(new URL("..", import.meta.url));
const executable = join(root, "dist", "tstrace");
const tstrace = existsSync(executable) ? [executable] : [process.execPath, join(root, "main.ts")];
const traces = Number(process.argv[2] ?? 1e6);
const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
try {
  const database = join(directory, "traces.sqlite");
  makeDatabase(database, traces);
  const files = { OUT: join(directory, "out"), OTHER: join(directory, "other.sqlite"), DB: database };
  copyFileSync(database, files.OTHER);
  for (const [argv, limit] of COMMANDS) {
    const words = argv.map((word) => files[word as keyof typeof files] ?? word);
    const named = argv[0] === "diff" ? words : [words[0], "--db", database, ...words.slice(1)];
    const { seconds, computing, memory } = measure([...tstrace, ...named]);
    const most = limit * Math.max(1, traces / 1e6 * (traces > 1e6 ? 1.2 : 1));
    // On a machine that has other things to do, what was computed says more than what was waited for.
    const isTooMuch = (computing ?? seconds) > most || (memory ?? 0) > MEMORY;
    const label = argv.filter((word) => !["OUT", "-o", "DB", "OTHER", "--format"].includes(word)).join(" ");
    const line = `${label.padEnd(26)}${seconds.toFixed(2).padStart(8)} s  (at most ${most})`;
    const details = memory === undefined ? "" : `${computing?.toFixed(2)} s computing  ${memory.toFixed(0)} MB`;
    console.log(`${line.padEnd(56)}${details}${isTooMuch ? "  TOO MUCH" : ""}`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
