/**
 * What was entered in prompts, kept between runs: one file for all readers of a user, to which each adds lines. A
 * line is the command, a tab and the text.
 *
 * @module
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { PromptCommand } from "./prompt.ts";

/** Entries kept of each kind: searches, filters, names of files, commands. */
const MAX_ENTRIES = 500;
/** Longer entries are not kept, UTF-16 code units. */
const MAX_LENGTH = 4000;
/** A file that has grown larger is written anew without what is too old or there twice, bytes. */
const MAX_BYTES = 256 * 1024;

/** The file for an environment: `$XDG_STATE_HOME/tstrace/history` or `~/.local/state/tstrace/history`. */
export function historyPath(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment.XDG_STATE_HOME;
  return join(base?.startsWith("/") ? base : join(homedir(), ".local", "state"), "tstrace", "history");
}

/** Searches forward and back have one history. */
function kindOf(command: PromptCommand): string {
  return command === "?" ? "/" : command;
}

/** The history. What cannot be read or written is left out: nobody loses a trace by it. */
export class History {
  readonly #path: string;
  /** What could not be written. */
  readonly #own: { kind: string; text: string }[] = [];
  #lists: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was entered at such a prompt, the oldest first, each once. */
  list(command: PromptCommand): readonly string[] {
    this.#lists ??= this.#read();
    return this.#lists.get(kindOf(command)) ?? [];
  }

  /** Looks at the file again, where other readers may have added something, before the next `list`. */
  refresh(): void {
    this.#lists = undefined;
  }

  /** Adds an entry, here and in the file. */
  add(command: PromptCommand, text: string): void {
    if (text.trim() === "" || text.length > MAX_LENGTH || /[\r\n]/.test(text)) return;
    const kind = kindOf(command);
    this.#lists = undefined;
    try {
      mkdirSync(join(this.#path, ".."), { recursive: true, mode: 0o700 });
      // Appended in one go, so that lines of several readers do not mix.
      appendFileSync(this.#path, `${kind}\t${text}\n`, { mode: 0o600 });
      if (statSync(this.#path).size > MAX_BYTES) this.#shorten();
    } catch {
      // A home that cannot be written to: at least until the end it is there.
      this.#own.push({ kind, text });
    }
  }

  #read(): Map<string, readonly string[]> {
    const entries = [...parse(readText(this.#path)), ...this.#own];
    const lists = new Map<string, readonly string[]>();
    for (const kind of new Set(entries.map((entry) => entry.kind))) {
      lists.set(kind, newest(entries.filter((entry) => entry.kind === kind).map(({ text }) => text)));
    }
    return lists;
  }

  /** Writes the file anew, unless somebody adds to it at that moment: then another time. */
  #shorten(): void {
    const before = readText(this.#path);
    const entries = parse(before);
    const kinds = [...new Set(entries.map(({ kind }) => kind))];
    const lines = kinds.flatMap((kind) => {
      const texts = newest(entries.filter((entry) => entry.kind === kind).map(({ text }) => text));
      // Far below the limit, or it would be written anew again and again.
      let size = 0;
      const fitting = texts.toReversed().filter((text) => (size += text.length + 3) < MAX_BYTES / 8);
      return fitting.reverse().map((text) => `${kind}\t${text}\n`);
    });
    const temporary = `${this.#path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, lines.join(""), { mode: 0o600 });
      if (readText(this.#path) === before) renameSync(temporary, this.#path);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parse(text: string): { kind: string; text: string }[] {
  return text.split("\n").flatMap((line) => {
    const tab = line.indexOf("\t");
    return tab < 1 || tab === line.length - 1 ? [] : [{ kind: line.slice(0, tab), text: line.slice(tab + 1) }];
  });
}

/** Each once, where it was entered last; not too many. */
function newest(texts: readonly string[]): string[] {
  return [...new Set(texts.toReversed())].slice(0, MAX_ENTRIES).reverse();
}
