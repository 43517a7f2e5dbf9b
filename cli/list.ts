/** `tstrace list`: the recordings that there are. @module */
import { Command } from "commander";
import { TstraceError } from "../errors.ts";
import type { Recording, StoreReader } from "../store/mod.ts";
import { databaseOption } from "./option_values.ts";

/** A recording as `--json` prints it. */
interface Listed {
  number: number;
  file: string;
  /** ISO 8601, in UTC; null where it is not known, as all that follows. */
  started: string | null;
  command: string | null;
  /** How many are kept. */
  traces: number | null;
  lost: number | null;
  /** How the program ended; `recording` while it runs. */
  status: string | null;
  /** Bytes that the file takes, with all its recordings. */
  size: number;
}

const HELP = `
tstrace 2 reads the recording with number 2. Where recordings were added to a file (--append), each has a line.`;

/** Makes the command. */
export function listCommand(): Command {
  const command = new Command("list")
    .summary("list the recordings that there are")
    .description("Lists the recordings of this directory, the newest first: when, how many traces, how it ended, what.")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .option("--json", "print JSON lines")
    .addHelpText("after", HELP);
  return command.action(async () => {
    const { db, json } = command.opts<{ db: string; json?: true }>();
    const { rotatedNumbers, rotatedPath } = await import("../store/mod.ts");
    const numbers = rotatedNumbers(db);
    if (numbers.length === 0) throw new TstraceError(`no traces found: ${db} does not exist, run tstrace run first`);
    const rows: Listed[] = [];
    for (const number of numbers) rows.push(...await listFile(number, rotatedPath(db, number)));
    await print(rows, json === true);
  });
}

/** The recordings of a file, the newest first; where it cannot be read, a line that says why. */
async function listFile(number: number, file: string): Promise<Listed[]> {
  const { openReader, sizeOnDisk } = await import("../store/mod.ts");
  const size = sizeOnDisk(file);
  let reader: StoreReader;
  try {
    reader = openReader(file);
  } catch (error) {
    if (!(error instanceof TstraceError)) throw error;
    return [{ number, file, started: null, command: null, traces: null, lost: null, status: error.message, size }];
  }
  try {
    const recordings = reader.recordings();
    const firsts = reader.query("SELECT first_trace FROM recordings ORDER BY id", []).map((row) =>
      Number(row.first_trace)
    );
    const isRecording = reader.isRecording();
    const [first, end] = [reader.first(), reader.last() + 1];
    return recordings.map((recording, i) => ({
      number,
      file,
      started: startOf(recording),
      command: recording.command,
      traces: first === 0 ? 0 : Math.max(0, Math.min(firsts[i + 1] ?? end, end) - Math.max(firsts[i], first)),
      lost: recording.lost,
      status: recording.status ?? (isRecording && i === recordings.length - 1 ? "recording" : null),
      size,
    })).reverse();
  } finally {
    reader.close();
  }
}

function startOf({ startedMs }: Recording): string | null {
  return Math.abs(startedMs) <= 8.64e15 ? new Date(startedMs).toISOString() : null;
}

async function print(rows: readonly Listed[], json: boolean): Promise<void> {
  const { createClock, formatTable, grouped, printQuery, writeOutput } = await import("../reader/mod.ts");
  if (json) {
    return printQuery({ columns: Object.keys(rows[0]), rows: rows.map((row) => Object.values(row)) }, "json");
  }
  const cells = rows.map(({ number, started, command, traces, lost, status, size }) => [
    String(number),
    started === null ? "-" : createClock(Date.parse(started)).local(0).slice(0, 19),
    traces === null ? "-" : grouped(traces),
    lost === null ? "-" : grouped(lost),
    formatSize(size),
    command ?? "-",
    status ?? "not known",
  ]);
  const columns = ["number", "began", "traces", "lost", "size", "command", "ended"];
  writeOutput(formatTable(columns, cells, columns.map((name) => ["number", "traces", "lost", "size"].includes(name))));
}

/** `870 B`, `5.2 MB`. */
function formatSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 || size >= 9.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
