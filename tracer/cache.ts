import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import type { MappedModule } from "./modules.ts";

/** Goes up with every change of what the instrumenter makes. */
const FORMAT = "8";

/**
 * MappedModule code, kept on disk between runs by the hash of what it was made from. An entry that is not as
 * it was written is made anew; a directory that cannot be used is no error, only slower.
 */
export class CodeCache {
  readonly #directory: string;

  /** `directory` is made when it is needed; an empty one stands for no cache. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The instrumented form of a source: what was kept, else what `make` makes. `kind` tells how it is parsed. */
  get(source: string, kind: string, make: () => MappedModule): MappedModule {
    if (this.#directory === "") return make();
    const path = join(this.#directory, `${hash(`${FORMAT}\0${kind}\0${source}`)}.json`);
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
      writeFileSync(temporary, hash(body) + body, { mode: 0o600, flag: "wx" });
      renameSync(temporary, path);
    } catch {
      try {
        rmSync(temporary, { force: true });
      } catch {
        // Not even that: then nothing was written either.
      }
    }
  }
}

const HASH_LENGTH = 64;

function read(path: string): MappedModule | undefined {
  try {
    const text = readFileSync(path, "utf8");
    const body = text.slice(HASH_LENGTH);
    return text.slice(0, HASH_LENGTH) === hash(body) ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
