import type { StoreReader } from "../store/mod.ts";
import { type Argument, parseArguments } from "./arguments.ts";

/** A trace of the sample. */
export interface Sample {
  function: number | null;
  thread: number;
  kind: number;
  depth: number;
  text: string;
  args: readonly Argument[];
  data: Uint8Array | null;
}

/** So many stretches of so many traces are looked at: a few ms, however long the recording. */
const STRETCHES = 64;
const STRETCH = 32;
/** Up to so many traces are all looked at. */
const ALL = STRETCHES * STRETCH;

const COLUMNS = "SELECT function, thread, kind, depth, args, data FROM traces";

/** Traces from all over a database, to tell what values there are and about how often. */
export class Samples {
  readonly rows: readonly Sample[];
  /** How many traces each one stands for; 1 where all were looked at, and counts are exact. */
  readonly weight: number;
  readonly #first: number;
  readonly #last: number;

  constructor(reader: StoreReader) {
    this.#first = reader.first();
    this.#last = reader.last();
    const count = reader.count();
    const rows: Record<string, unknown>[] = [];
    if (count <= ALL) {
      rows.push(...reader.query(`${COLUMNS} WHERE id >= ? LIMIT ?`, [this.#first, ALL]));
    } else {
      for (let i = 0; i < STRETCHES; i++) {
        const from = this.#first + Math.floor((count - STRETCH) * i / (STRETCHES - 1));
        rows.push(...reader.query(`${COLUMNS} WHERE id >= ? AND id < ?`, [from, from + STRETCH]));
      }
    }
    this.rows = rows.map(toSample);
    this.weight = count <= ALL ? 1 : count / Math.max(1, rows.length);
  }

  /** Whether the database has changed so much that another sample is due. */
  isStale(reader: StoreReader): boolean {
    const grown = reader.last() - this.#last;
    return grown > (this.#last - this.#first + 1) / 10 || reader.first() > this.#last ||
      (grown > 0 && this.weight === 1);
  }

  /** About how many traces a number of samples stands for. */
  estimate(samples: number): number {
    return Math.round(samples * this.weight);
  }
}

function toSample(row: Record<string, unknown>): Sample {
  const text = typeof row.args === "string" ? row.args : "";
  return {
    function: row.function === null ? null : Number(row.function),
    thread: Number(row.thread),
    kind: Number(row.kind),
    depth: Number(row.depth),
    text,
    args: text === "" ? [] : parseArguments(text),
    data: row.data instanceof Uint8Array ? row.data : null,
  };
}
