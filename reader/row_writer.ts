import { closeSync, writeSync } from "node:fs";
import { foldsAnything } from "./folds.ts";
import { formatFolded, formatRow, type Layout } from "./row.ts";
import { plainText } from "./segment.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import type { Transfer } from "./transfer.ts";

/** Rows fetched and written at a time; folded calls must be looked into. */
const PIECE = 256;
const FOLDED_PIECE = 16;

/** Writes the rows that a transfer is about as text, piece by piece. */
export class RowWriter {
  /** Id of the last row. */
  readonly last: number;
  readonly #file: number;
  readonly #layout: Layout;

  /** @param file is written to, and closed by `close`. */
  constructor(file: number, layout: Layout, last: number) {
    this.last = last;
    this.#file = file;
    this.#layout = layout;
  }

  /** The transfer after one piece; `isComplete` where nothing is left. Throws what writing throws. */
  next(
    transfer: Transfer,
    { folds }: Pick<PagerState, "folds">,
    source: RowSource,
  ): { transfer: Transfer; isComplete: boolean } {
    const size = foldsAnything(folds) ? FOLDED_PIECE : PIECE;
    const traces = source.from(transfer.next, size).filter(({ id }) => id <= this.last);
    const calls = traces.map((trace) => source.folded(trace));
    // What is in a folded call takes longer to find out: the same piece again.
    if (source.isUnfinished()) return { transfer, isComplete: false };
    const text = traces.map((trace, i) => {
      const call = calls[i];
      return `${plainText(call ? formatFolded(trace, call, this.#layout) : formatRow(trace, this.#layout))}\n`;
    });
    this.#write(Buffer.from(text.join("")));
    const next = (traces.at(-1)?.id ?? transfer.next) + 1;
    return {
      transfer: { ...transfer, next, rows: transfer.rows + traces.length },
      isComplete: traces.length < size || next > this.last,
    };
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
  }
}
