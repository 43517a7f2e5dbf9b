import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fingerprint } from "./hash.ts";
import type { MappedModule } from "./modules.ts";

/** The hash of the hook that this is bundled into; scripts/build.ts puts it in. */
declare const TSTRACE_BUILD: string | undefined;

/** What one build of the instrumenter made is nothing to another. */
const BUILD = typeof TSTRACE_BUILD === "string" ? TSTRACE_BUILD : "source";

/** How large the cache may grow, bytes. */
const LIMIT = 64 * 1024 ** 2;
/** It is looked through so often at most, ms, whichever process does it. */
const TIDY_MS = 10 * 60 * 1000;
/** A file that its writer did not finish in that time, ms, is nobody's. */
const UNFINISHED_MS = 60 * 60 * 1000;
/** Its time of change tells when the cache was last looked through. */
const MARK = "tidied";

/**
 * Instrumented code, kept on disk between runs by the hash of what it was made from. An entry that is not as
 * it was written is made anew; a directory that cannot be used is no error, only slower.
 *
 * Many processes may use one directory: an entry is written aside and renamed, and all that write one write the same.
 */
export class CodeCache {
  readonly #directory: string;
  readonly #limit: number;
  readonly #build: string;
  /** Bytes written since the cache was looked through; at first it is as if that were needed. */
  #written = Infinity;

  /** `directory` is made when it is needed; an empty one stands for no cache. `limit` is in bytes. */
  constructor(directory: string, limit: number = LIMIT, build: string = BUILD) {
    this.#directory = directory;
    this.#limit = limit;
    this.#build = build;
  }

  /** The instrumented form of a source: what was kept, else what `make` makes. `kind` tells how it is parsed. */
  get(source: string, kind: string, make: () => MappedModule): MappedModule {
    if (this.#directory === "") return make();
    const path = join(this.#directory, `${fingerprint(`${this.#build}\0${kind}\0${source}`)}.json`);
    const kept = read(path);
    if (kept) return kept;
    const made = make();
    this.#write(path, made);
    return made;
  }

  #write(path: string, made: MappedModule): void {
    const body = JSON.stringify(made);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, fingerprint(body) + body, { mode: 0o600, flag: "wx" });
      renameSync(temporary, path);
      const first = this.#written === Infinity;
      this.#written += HASH_LENGTH + body.length;
      if (first ? !wasTidied(this.#directory) : this.#written > this.#limit / 8) tidy(this.#directory, this.#limit);
      else if (!first) return;
      this.#written = 0;
    } catch {
      try {
        rmSync(temporary, { force: true });
      } catch {
        // Not even that: then nothing was written either.
      }
    }
  }
}

/** Of a fingerprint, in digits. */
const HASH_LENGTH = 32;

function read(path: string): MappedModule | undefined {
  try {
    const text = readFileSync(path, "utf8");
    const body = text.slice(HASH_LENGTH);
    return text.slice(0, HASH_LENGTH) === fingerprint(body) ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

function wasTidied(directory: string): boolean {
  const mark = statSync(join(directory, MARK), { throwIfNoEntry: false });
  return mark !== undefined && Date.now() - mark.mtimeMs < TIDY_MS;
}

/** Removes what was written first until the rest is well within `limit`. */
function tidy(directory: string, limit: number): void {
  const now = new Date();
  const mark = join(directory, MARK);
  // First of all, so that no other process does the same.
  writeFileSync(mark, "", { mode: 0o600 });
  utimesSync(mark, now, now);
  const files = [];
  let total = 0;
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
    if (name.endsWith(".tmp") && now.getTime() - mtimeMs > UNFINISHED_MS) rmSync(path, { force: true });
    if (!name.endsWith(".json")) continue;
    total += size;
    files.push({ path, size, mtimeMs });
  }
  if (total <= limit) return;
  files.sort((a, b) => a.mtimeMs - b.mtimeMs);
  for (let i = 0; i < files.length && total > limit * 3 / 4; i++) {
    rmSync(files[i].path, { force: true });
    total -= files[i].size;
  }
}
