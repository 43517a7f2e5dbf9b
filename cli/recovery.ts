/** What recordings that were cut off have left, stored or thrown away. @module */
import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { createDatabase, findRecording, finishRecording, openReader } from "../store/mod.ts";
import { locateArtefacts } from "./artefacts.ts";
import { Collecting } from "./collector.ts";
import { hookFile, removeRecordingDirectory, retireRecordingDirectory } from "./recording_directory.ts";
import { claim, type CutOffRecording, cutOffRecordingIn, describe, findCutOffRecordings } from "./recordings.ts";
import { shownPath } from "./recordings.ts";
import { countOfTraces, grouped } from "./summary.ts";
import { carriersOf } from "./processes.ts";
import { Waiting } from "./waiting.ts";

/** The recordings that were cut off: all of this user, or the one in a directory. */
export function findRecordings(directory: string | undefined): CutOffRecording[] {
  return directory === undefined ? findCutOffRecordings() : [cutOffRecordingIn(realDirectory(directory))];
}

function realDirectory(directory: string): string {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TstraceError(`cannot recover ${directory}: there is no such directory`);
  }
  return realpathSync(directory);
}

/** Frees the memory of a recording that nobody wants. */
export function discardRecording(recording: CutOffRecording): void {
  claim(recording);
  removeRecordingDirectory(recording.directory);
  process.stdout.write(`discarded: ${recording.note.command}, ${describe(recording)}\n`);
}

/**
 * Stores what a recording has left, in its own database or as a recording of its own in `db`.
 *
 * @throws {TstraceError} where it cannot be stored; then it can be tried again.
 */
export async function recover(found: CutOffRecording, db: string | undefined): Promise<void> {
  const { directory, note } = found;
  const target = targetOf(found, db);
  claim(found);
  const artefacts = locateArtefacts(directory);
  const before = newestTrace(target.database);
  const say = (line: string): void => void process.stderr.write(`tstrace: ${line}\n`);
  const { maxTraces, maxBytes, redact, choice, triggers } = note;
  const start = {
    ...target,
    maxTraces,
    maxBytes,
    redact,
    choice,
    triggers,
    directory,
    recover: true,
  };
  const collector = new Collecting(start, artefacts["koffi.node"], say);
  const waiting = new Waiting(say);
  try {
    await collector.finish(waiting);
  } finally {
    waiting.end();
  }
  if (collector.problem !== undefined) throw new TstraceError(`cannot recover ${directory}: ${collector.problem}`);
  const lost = finish(target);
  if (carriersOf(hookFile(directory)).length > 0) retireRecordingDirectory(directory);
  else removeRecordingDirectory(directory);
  const count = countOfTraces(newestTrace(target.database) - before);
  process.stdout.write(`${count} recovered, ${grouped(lost)} lost, ${shownPath(target.database)}; ${note.command}\n`);
}

/** A database, and the recording in it. */
interface Target {
  database: string;
  recording: number;
}

function targetOf({ directory, note }: CutOffRecording, db: string | undefined): Target {
  const { command, cwd, startedMs, monotonicNs } = note;
  const database = findRecording(db ?? note.database, { id: note.recording, startedMs });
  if (database !== undefined) return { database, recording: note.recording };
  if (db === undefined) {
    throw new TstraceError(
      `cannot recover ${directory}: ${note.database} no longer holds its recording, give another file with --db or free the memory with --discard`,
    );
  }
  const full = resolve(db);
  const creation = { command, cwd, startedMs, monotonicNs, append: existsSync(full) };
  return { database: full, recording: createDatabase(full, creation) };
}

/** Notes how the recording ended, unless that is known; returns how many records of it were lost. */
function finish({ database, recording }: Target): number {
  const reader = openReader(database);
  let end = { endedMs: 0, status: "cut off: tstrace was killed" };
  try {
    const { startedMs, endedMs, status } = reader.recordings().find(({ id }) => id === recording)!;
    const [newest] = reader.query("SELECT max(at) AS at FROM traces", []);
    end = status !== null && endedMs !== null
      ? { endedMs, status }
      : { ...end, endedMs: Math.max(startedMs, reader.startedMs + Number(newest.at ?? 0) / 1e6) };
  } finally {
    reader.close();
  }
  return finishRecording(database, { recording, ...end }).lost;
}

function newestTrace(database: string): number {
  const reader = openReader(database);
  try {
    return reader.last();
  } finally {
    reader.close();
  }
}
