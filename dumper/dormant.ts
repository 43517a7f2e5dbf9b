import { CHUNK_PADDING } from "../ring/mod.ts";

/** What a CALL record said that was not stored, while its call runs. */
export interface DormantCall {
  /** The id of the call that it was made from. */
  parent: number;
  /** Its values, with bytes behind them that may be looked at. */
  values: Uint8Array;
}

/** About what an entry takes beside its values, bytes. */
const ENTRY_BYTES = 160;
const NO_VALUES = new Uint8Array(0);

/**
 * The calls of one thread that run and whose CALL records were not stored: they will be, should a trace be kept that
 * comes of them. The oldest are forgotten where they take more memory than they may.
 */
export class DormantCalls {
  readonly #calls = new Map<number, DormantCall>();
  readonly #maxBytes: number;
  #bytes = 0;
  /** The newest call at the mark; ended since then, and stored since then, of those before it. */
  #newest = 0;
  #ended: number[] = [];
  #woken: number[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** A call begins; `from` and `end` are where its values lie. */
  add(id: number, parent: number, bytes: Uint8Array, from: number, end: number): void {
    const values = from < end ? bytes.slice(from, end + CHUNK_PADDING) : NO_VALUES;
    this.#delete(id);
    this.#calls.set(id, { parent, values });
    this.#bytes += ENTRY_BYTES + values.length;
    for (const [oldest] of this.#calls) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#delete(oldest);
    }
  }

  get(id: number): DormantCall | undefined {
    return this.#calls.get(id);
  }

  /** The call is stored now. */
  wake(id: number): void {
    if (id <= this.#newest) this.#woken.push(id);
    else this.#delete(id);
  }

  /** The call has ended. */
  end(id: number): void {
    if (id <= this.#newest) this.#ended.push(id);
    else this.#delete(id);
  }

  /** What was done up to here stays. `newest` is the id of the newest call. */
  mark(newest: number): void {
    for (const id of this.#ended) this.#delete(id);
    for (const id of this.#woken) this.#delete(id);
    this.#ended = [];
    this.#woken = [];
    this.#newest = newest;
  }

  /** What was done since the mark was not; returns the calls that were stored meanwhile. */
  rewind(): number[] {
    const woken = this.#woken;
    this.#ended = [];
    this.#woken = [];
    return woken;
  }

  #delete(id: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    this.#bytes -= ENTRY_BYTES + call.values.length;
  }
}
