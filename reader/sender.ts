import { TstraceError } from "../errors.ts";
import type { StoreReader } from "../store/mod.ts";
import { hiddenByUser } from "./columns.ts";
import { shown } from "./finding_text.ts";
import { grouped } from "./grouped.ts";
import { createLayout } from "./layout.ts";
import { RowWriter } from "./row_writer.ts";
import type { Screen } from "./screen.ts";
import type { RowSource } from "./source.ts";
import type { PagerState } from "./state.ts";
import type { Transfer } from "./transfer.ts";
import { openTarget, reasonOf, type Target } from "./transfer_target.ts";

/** Carries out the transfer that the pager's state asks for. */
export class Sender {
  readonly #reader: StoreReader;
  readonly #screen: () => Pick<Screen, "lend">;
  #target: Target | undefined;
  #writer: RowWriter | undefined;

  constructor(reader: StoreReader, screen: () => Pick<Screen, "lend">) {
    this.#reader = reader;
    this.#screen = screen;
  }

  /**
   * The state after as many rows as can be written until `endMs`, and the end of the transfer where all are; as it is
   * where it is not yet known which rows up to its last are shown.
   */
  advance(state: PagerState, source: RowSource, isKnown: (id: number) => boolean, endMs: number): PagerState {
    let { transfer } = state;
    if (transfer === null) return state;
    try {
      const writer = this.#open(state, transfer);
      if (!isKnown(writer.last)) return state;
      do {
        const after = writer.next(transfer, state, source);
        transfer = after.transfer;
        if (after.isComplete) return { ...state, transfer: null, message: this.#finish(transfer) };
      } while (performance.now() < endMs);
      return { ...state, transfer };
    } catch (error) {
      this.close();
      const isExpected = error instanceof TstraceError;
      const message = isExpected ? error.message : `cannot write ${shown(transfer.name)}: ${reasonOf(error)}`;
      return { ...state, transfer: null, message };
    }
  }

  /** Gives a transfer up that the state no longer asks for; what is to be said of it. */
  stop({ to, name, rows }: Transfer): string {
    this.close();
    return to === "file" ? `Saving stopped: ${count(rows)} in ${shown(name)}` : "Stopped, the command was not run";
  }

  /** Ends whatever is under way. */
  close(): void {
    this.#writer?.close();
    this.#writer = undefined;
    this.#target?.discard();
    this.#target = undefined;
  }

  #open(state: PagerState, transfer: Transfer): RowWriter {
    if (this.#writer !== undefined) return this.#writer;
    const layout = createLayout(this.#reader, Infinity);
    const hidden = hiddenByUser(state);
    this.#target = openTarget(transfer);
    // What is recorded from now on is not meant.
    const last = Math.min(transfer.span.last, this.#reader.last());
    return this.#writer = new RowWriter(this.#target.file, { ...layout, hidden }, last);
  }

  #finish({ name, rows }: Transfer): string {
    const target = this.#target;
    this.#writer?.close();
    this.#writer = undefined;
    let message = `${count(rows)} saved to ${shown(name)}`;
    if (target?.run) {
      this.#screen().lend(() => message = `${shown(name)}: ${target.run?.()}`);
    }
    this.close();
    return message;
  }
}

function count(rows: number): string {
  return `${grouped(rows)} ${rows === 1 ? "row" : "rows"}`;
}
