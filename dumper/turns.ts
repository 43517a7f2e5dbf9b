import { RunningCalls } from "./running_calls.ts";
import { Ranges } from "./ranges.ts";

const CALL = 0;
const RESUME = 7;
const NOBODY = (): void => {};

/**
 * Finds the turns of a thread's event loop that take long. The loop itself is not seen: while no call runs, it may be
 * the loop's turn, or that of code that is not traced. A pause that is short is taken for the latter.
 */
export class Turns {
  /** Records (how many came before each) of turns that took long. */
  readonly long = new Ranges();
  readonly #ns: number;
  readonly #pauseNs: number;
  readonly #running = new RunningCalls();
  /** The turn that goes on: its first record, when that was, and its newest record. */
  #first = 0;
  #began = 0;
  #last = 0;
  #lastAt = -Infinity;

  /** Turns longer than `ns`; a pause of `pauseNs` ends one. */
  constructor(ns: number, pauseNs: number) {
    this.#ns = ns;
    this.#pauseNs = pauseNs;
  }

  /** Records were lost: what runs is not known. */
  lose(): void {
    this.#running.doubt();
  }

  /** A record; `parent` is that of a CALL, `call` what another one is about. `ends`: the call leaves the stack. */
  record(kind: number, position: number, now: number, call: number, parent: number, ends: boolean): void {
    if (kind === CALL) this.#running.align(parent, NOBODY);
    if (this.#running.top === 0 && now - this.#lastAt >= this.#pauseNs) {
      this.#first = position;
      this.#began = now;
    }
    if (kind === CALL || kind === RESUME) this.#running.push(call, -1);
    else if (ends) this.#running.pop(call, NOBODY);
    this.#last = position;
    this.#lastAt = now;
    if (now - this.#began > this.#ns) this.long.add(this.#first, position);
  }

  /** There was no record up to `now`: what runs goes on for so long. */
  pass(now: number): void {
    if (this.#running.top !== 0 && now - this.#began > this.#ns) this.long.add(this.#first, this.#last);
  }

  /** Whether a record belongs to a long turn; undefined where its turn may go on when the thread is as far as `now`. */
  isLong(position: number, now: number): boolean | undefined {
    if (this.long.has(position)) return true;
    const goesOn = position >= this.#first && (this.#running.top !== 0 || now - this.#lastAt < this.#pauseNs);
    return goesOn || position > this.#last ? undefined : false;
  }
}
