/** `tstrace read`, which is also what `tstrace` alone does: the pager, or text where there is no terminal. @module */
import { Command } from "commander";
import { resolve } from "node:path";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import type { RecordingControls } from "../reader/mod.ts";
import { databaseOption } from "./option_values.ts";

const HELP = `
Examples:
  tstrace                    # the newest recording in this directory
  tstrace 2                  # the second before it; tstrace list shows them all
  tstrace read /tmp/traces.sqlite

docs/reader.md describes the keys.`;

/** Whether a word alone says what to read: a number, or the name of a database. */
export function isRecording(word: string): boolean {
  return /^\d+$/.test(word) || /\.(sqlite3?|db)$/.test(word);
}

/** Makes the command. */
export function readCommand(): Command {
  const command = new Command("read")
    .summary("read the traces in a pager (the default command)")
    .description("Shows the traces in a pager with the keys of less; prints them where stdout is no terminal.")
    .argument("[recording]", "a database, or the number that tstrace list gives")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .option("--mouse", "scroll with the wheel of the mouse")
    .addHelpText("after", HELP);
  return command.action(async (word: string | undefined) => {
    if (word !== undefined && command.getOptionValueSource("db") === "cli" && !/^\d+$/.test(word)) {
      throw new TstraceError("there are two databases: give one, as a word or with --db", 2);
    }
    const { openReader } = await import("../store/mod.ts");
    const { canPage, openPager, printText } = await import("../reader/mod.ts");
    const { db, mouse } = command.opts<{ db: string; mouse?: boolean }>();
    const path = word === undefined ? db : await recordingPath(word, db);
    const isPaged = canPage();
    // Behind the pager nobody would see it before its end, and until then nothing should delay the first screen.
    if (!isPaged) await offerRecovery(path);
    const reader = openReader(path);
    try {
      if (isPaged) await openPager({ reader, mouse, controls: lazyControls });
      else printText(reader);
    } finally {
      reader.close();
    }
    if (isPaged) await offerRecovery(path);
  });
}

/** Loads what tells a recording what to record only when somebody asks for it. */
const lazyControls: RecordingControls = {
  pause: async (database) => (await import("./controls.ts")).readerControls.pause(database),
  mute: async (database, fn) => (await import("./controls.ts")).readerControls.mute(database, fn),
};

/** Says that traces are missing which could be had, where that is so. */
async function offerRecovery(database: string): Promise<void> {
  const { findCutOffRecordings, offer } = await import("./recordings.ts");
  const line = offer(findCutOffRecordings().filter(({ note }) => note.database === resolve(database)));
  if (line !== undefined) process.stderr.write(`tstrace: ${line}\n`);
}

/** The database that a word names: by its number beside `db`, or itself. Throws `TstraceError` where there is none. */
async function recordingPath(word: string, db: string): Promise<string> {
  if (!/^\d+$/.test(word)) return word;
  const { rotatedNumbers, rotatedPath } = await import("../store/mod.ts");
  const number = Number(word);
  const numbers = rotatedNumbers(db);
  // Where there is nothing at all, the message of the database itself says what to do.
  if (numbers.includes(number) || numbers.length === 0) return rotatedPath(db, Math.min(number, 5));
  const others = numbers.length === 1
    ? `the only one is number ${numbers[0]}`
    : `there are numbers ${numbers.join(", ")}`;
  throw new TstraceError(`there is no recording ${number} of ${db}: ${others}, see tstrace list`, 2);
}
