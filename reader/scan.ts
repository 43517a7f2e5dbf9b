import { CHUNK_ROWS, RowSet } from "./row_set.ts";
import type { Goal } from "./scan_protocol.ts";
import type { Scanner } from "./scanner.ts";

/** The ids that there are: from `first` to `last`; 0 where there are none. */
export interface Extent {
  first(): number;
  last(): number;
}

/** Chunks that are asked for ahead, so that the Worker need not wait for us. */
const AHEAD = 2;

/**
 * Looks through all rows for a goal, a chunk at a time, the nearest to where the user looks first, and then follows
 * what is recorded. Nothing that it asks for takes long, unless an expression goes astray.
 */
export class Scan {
  readonly goal: Goal;
  /** What has been found so far, and where it has been looked. */
  readonly found = new RowSet();
  readonly #scanner: Scanner;
  readonly #extent: Extent;
  readonly #changed: () => void;
  readonly #asked = new Set<number>();
  #from: number;
  #direction: 1 | -1;
  #isStopped = false;
  #error: string | undefined;

  /** @param changed is called after each chunk. */
  constructor(goal: Goal, scanner: Scanner, extent: Extent, from: number, direction: 1 | -1, changed: () => void) {
    this.goal = goal;
    this.#scanner = scanner;
    this.#extent = extent;
    this.#from = from;
    this.#direction = direction;
    this.#changed = changed;
    this.#ask();
  }

  /** What went wrong, in one line. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Whether it has been stopped before it was through. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** How much has been looked at, 0 to 1. */
  progress(): number {
    const [first, last] = [this.#extent.first(), this.#extent.last()];
    return first === 0 ? 1 : this.found.known(first, last + 1) / (last - first + 1);
  }

  /** Whether all rows have been looked at. */
  isComplete(): boolean {
    const first = this.#extent.first();
    return first === 0 || this.found.unknown(first, this.#extent.last() + 1) === undefined;
  }

  /** Looks there first from now on; goes on where it was stopped. */
  lookAt(from: number, direction: 1 | -1): void {
    this.#from = from;
    this.#direction = direction;
    this.#isStopped = false;
    this.#ask();
  }

  /** Goes on with what has been recorded since. */
  follow(): void {
    if (!this.#isStopped) this.#ask();
  }

  /** Looks no further; where it is lost in a chunk, the Worker is ended. */
  stop(): void {
    this.#isStopped = true;
    this.#scanner.giveUp();
  }

  #ask(): void {
    while (!this.#isStopped && this.#error === undefined && this.#asked.size < AHEAD) {
      const next = this.#next();
      if (next === undefined) return;
      this.#asked.add(next.chunk);
      void this.#look(next.chunk, next.from, next.to);
    }
  }

  async #look(chunk: number, from: number, to: number): Promise<void> {
    const isWanted = (): boolean => !this.#isStopped;
    const answer = await this.#scanner.ask({ type: "rows", goal: this.goal, from, to }, { isWanted });
    this.#asked.delete(chunk);
    // The Worker was ended: whoever did so knows.
    if (answer === undefined) this.#isStopped = true;
    else if (answer.type === "rows") this.found.set(from, to, answer.ids);
    else if (answer.type === "error") this.#error = answer.message;
    this.#ask();
    this.#changed();
  }

  /** The nearest chunk that has not been looked at, in the direction of the user first. */
  #next(): { chunk: number; from: number; to: number } | undefined {
    const [first, end] = [this.#extent.first(), this.#extent.last() + 1];
    if (first === 0) return undefined;
    const start = Math.max(first, Math.min(this.#from, end));
    return this.#direction > 0
      ? this.#forward(start, end) ?? this.#backward(start, first)
      : this.#backward(start, first) ?? this.#forward(start, end);
  }

  #forward(from: number, end: number): { chunk: number; from: number; to: number } | undefined {
    for (let id = this.found.unknown(from, end); id !== undefined;) {
      const found = this.#chunkOf(id);
      if (!this.#asked.has(found.chunk)) return found;
      id = this.found.unknown(found.to, end);
    }
    return undefined;
  }

  #backward(to: number, first: number): { chunk: number; from: number; to: number } | undefined {
    for (let id = this.found.unknownBefore(to, first); id !== undefined;) {
      const found = this.#chunkOf(id);
      if (!this.#asked.has(found.chunk)) return found;
      id = this.found.unknownBefore(found.from, first);
    }
    return undefined;
  }

  /** The part of the chunk around `id` that there is and has not been looked at. */
  #chunkOf(id: number): { chunk: number; from: number; to: number } {
    const chunk = Math.floor(id / CHUNK_ROWS);
    const from = Math.max(this.#extent.first(), chunk * CHUNK_ROWS);
    const to = Math.min(this.#extent.last() + 1, (chunk + 1) * CHUNK_ROWS);
    return { chunk, from: this.found.unknown(from, to) ?? from, to };
  }
}
