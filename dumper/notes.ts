import type { Batch } from "./batch.ts";
import type { BudgetChange } from "./budget.ts";
import type { ControlNote } from "./control.ts";
import type { TracedThread } from "./thread.ts";

/** What is shown of values, by how much less that is than was asked for (`setDetail` of tracer/snapshot.ts). */
const DETAILS = ["as asked for", "shallower: depth 1, 4 entries", "shallower: depth 0"];

function group(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** What was said of the recording or decided while it runs, until a row of the database tells of it. */
export class Notes {
  readonly #notes: ControlNote[] = [];
  /** So many of them are rows of the transaction that is open. */
  #told = 0;

  /** Whether there is something to be told of. */
  get isWaiting(): boolean {
    return this.#notes.length > this.#told;
  }

  add(...notes: ControlNote[]): void {
    this.#notes.push(...notes);
  }

  /** Tells of functions that are held back or no longer, and of how much is shown of values from now on. */
  addChange(thread: TracedThread, { functions, detail }: BudgetChange): void {
    for (const { function: fn, isTallied, counted } of functions) {
      const name = thread.source.functions.get(fn)?.info.name ?? "";
      this.add(
        counted
          ? { thread, event: "counted", text: `${name} ×${group(counted.calls)}, ${group(counted.kept)} kept` }
          : { thread, event: isTallied ? "only counts" : "counts", text: name },
      );
    }
    if (detail !== undefined) this.add({ thread, event: "values", text: DETAILS[detail] });
  }

  /** Tells how many records of a thread were not stored, as users chose others. */
  addLeftOut(thread: TracedThread): void {
    this.add({ thread, event: "left out", text: `×${group(thread.leftOut)}` });
    thread.leftOut = 0;
  }

  /** Adds rows to an empty batch, the first with this id; returns the id after the last. `now` is a time as rows have it. */
  fill(batch: Batch, firstId: number, now: number): number {
    let id = firstId;
    for (; this.isWaiting && !batch.full; this.#told++) {
      const { thread, event, text } = this.#notes[this.#told];
      // Behind the records before it, which may still wait.
      const at = thread.waiting > 0 ? thread.now : Math.max(now, thread.now);
      batch.addNote(id++, thread, at, text === undefined ? [`tstrace ${event}`] : [`tstrace ${event}`, text]);
    }
    return id;
  }

  /** The transaction ended. */
  settle(committed: boolean): void {
    if (committed) this.#notes.splice(0, this.#told);
    this.#told = 0;
  }
}
