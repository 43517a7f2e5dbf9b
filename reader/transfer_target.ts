/**
 * Where rows go: a file of the user's, or one of ours that a command then reads.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { TstraceError } from "../errors.ts";
import type { PromptMistake } from "./prompt.ts";
import type { Transfer } from "./transfer.ts";
import { visible } from "./visible.ts";

/** The command's standard input is the file, whose name is gone before the command begins. */
const WITH_INPUT = 'exec < "$0" && rm -f -- "$0" && exec "$1" -c "$2"';

/** What the system says of the ways in which a file can refuse. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "that is not allowed",
  EPERM: "that is not allowed",
  EEXIST: "it exists",
  EISDIR: "it is a directory",
  ENOENT: "its directory does not exist",
  ENOTDIR: "its directory does not exist",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "nothing can be written there",
  ENAMETOOLONG: "the name is too long",
};

/** An error of the file system as a user understands it. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? visible(message);
}

/** The file that a name means; `~/` is the home directory. */
function pathOf(name: string): string {
  return resolve(name.startsWith("~/") ? join(homedir(), name.slice(2)) : name);
}

function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

/** What is wrong with a name that rows are to be saved under; a warning where there is a file that would be lost. */
export function checkName(text: string, database: string): PromptMistake | null {
  const [start, end] = [text.length - text.trimStart().length, text.trimEnd().length];
  const mistake = (message: string): PromptMistake => ({ message, start, end, options: [] });
  try {
    const path = pathOf(text.trim());
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
      // With a separator at its end it can only be a directory.
      accessSync(dirname(path) + sep, constants.W_OK);
      return null;
    }
    if (found.isDirectory()) return mistake("this is a directory");
    if (!found.isFile()) return mistake("this is no file, but something that the system keeps under a name");
    if ([database, `${database}-wal`, `${database}-shm`].some((own) => isSameFile(path, own))) {
      return mistake("this is the database that is open");
    }
    accessSync(path, constants.W_OK);
  } catch (error) {
    return mistake(`it cannot be saved so: ${reasonOf(error)}`);
  }
  return { ...mistake("it exists: Enter overwrites it, Esc gives up"), isWarning: true };
}

/** Where rows are written to. */
export interface Target {
  file: number;
  /** Call it when all is written and `file` closed; does with it what remains to be done. */
  run?: () => string;
  /** Takes away what is of no more use. */
  discard(): void;
}

/**
 * Opens what rows are written to.
 *
 * @throws {TstraceError} where that cannot be done.
 */
export function openTarget({ to, name, overwrite }: Transfer): Target {
  try {
    if (to === "file") return { file: openSync(pathOf(name), overwrite ? "w" : "wx", 0o600), discard: () => {} };
    const directory = mkdtempSync(join(tmpdir(), "tstrace-rows-"));
    const rows = join(directory, "rows");
    return {
      file: openSync(rows, "wx", 0o600),
      run: () => runCommand(name, rows),
      discard: () => rmSync(directory, { recursive: true, force: true }),
    };
  } catch (error) {
    const what = to === "file" ? `save ${visible(name)}` : `keep the rows for ${visible(name)}`;
    throw new TstraceError(`cannot ${what}: ${reasonOf(error)}`);
  }
}

/** Runs a command of the user's shell with a file as its input, and waits for its end; returns how it ended. */
function runCommand(command: string, input: string): string {
  const options = { stdio: "inherit" } as const;
  const { status, signal, error } = process.platform === "win32"
    ? spawnSync(`< "${input}" ${command}`, { ...options, shell: true })
    : spawnSync("/bin/sh", ["-c", WITH_INPUT, input, process.env.SHELL || "/bin/sh", command], options);
  if (error) return `it could not be started: ${visible(error.message)}`;
  return signal ? `ended by ${signal}` : status === 0 ? "done" : `exit code ${status}`;
}
