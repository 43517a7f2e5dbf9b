/**
 * What else probes do takes so many times as long as to write the record of a number, in all runtimes about the same
 * (bench/micro): each byte that a record is longer, a call that is measured, and one that is only counted.
 */
const BYTE = 0.1;
const MEASURED = 1.8;
const TALLIED = 0.3;
/** In a program that does other things too, what it takes to write is not always at hand: that takes so many times as long. */
const COLD = 2;
/** What a record takes (ns) at its quickest lies between these, whatever was measured. */
const CHEAPEST = 25;
const DEAREST = 250;
/**
 * What it takes (ns of a processor) to take a record out of the ring and to store it. That is done beside the program,
 * but half of the processors are taken to have other things to do.
 */
const STORING = 1000;
const FREE = 0.5;

/** What probes cost a thread, ns. */
export class ProbeCosts {
  #quickest = DEAREST;
  readonly #storing: number;

  /** `processors` is how many there are for the program and what stores its records. */
  constructor(processors: number) {
    this.#storing = STORING / (processors * FREE);
  }

  /** Takes in that a record took so long (ns), which is more than it costs. */
  note(record: number): void {
    if (record < this.#quickest) this.#quickest = Math.max(CHEAPEST, record);
  }

  /** The record of a number, and its share in the storing of it. */
  get record(): number {
    return this.#quickest * COLD + this.#storing;
  }

  /** Each byte that a record is longer. */
  get byte(): number {
    return this.#quickest * COLD * BYTE;
  }

  /** A call that is measured. */
  get measured(): number {
    return this.#quickest * COLD * MEASURED;
  }

  /** A call that is only counted. */
  get tallied(): number {
    return this.#quickest * TALLIED;
  }
}
