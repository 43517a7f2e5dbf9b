import { CHUNK_PADDING } from "../ring/mod.ts";
import type { StoreWriter } from "../store/mod.ts";
import { Batch } from "./batch.ts";
import { begin, count, DORMANT, Kind, UNKNOWN } from "./follow.ts";
import type { DumperOptions } from "./options.ts";
import type { TracedThread } from "./thread.ts";

/** Makes the rows of records, and inserts them a batch at a time. */
export class Rows {
  readonly batch: Batch;
  /** The id of the next row. */
  id = 0;
  readonly #store: StoreWriter;
  readonly #maxTraces: number;
  /** The id of the batch's first row. */
  #start = 0;

  constructor(store: StoreWriter, { maxTraces, maxBytes, redact }: DumperOptions) {
    this.#store = store;
    this.#maxTraces = maxTraces;
    this.batch = new Batch(maxBytes, redact);
  }

  get isFull(): boolean {
    return this.batch.full;
  }

  /** Begins a batch whose first row has this id. */
  begin(firstId: number): void {
    this.batch.clear();
    this.#start = firstId;
    this.id = firstId;
  }

  /** Inserts the batch. */
  finish(): void {
    if (this.batch.count > 0) this.#store.insert(this.batch.finish());
  }

  /** Adds a row that tells how many records were lost ahead of the record under the thread's cursor. */
  addLost(thread: TracedThread): void {
    this.batch.addLost(this.id++, thread);
    thread.lost = 0;
  }

  /** Adds the row of the record under the thread's cursor, after those of the calls around it that have none. */
  addWithCallers(thread: TracedThread): void {
    const { cursor, open, dormant } = thread;
    const callers: number[] = [];
    let call = thread.calls - (cursor.kind === Kind.CALL ? cursor.parent : cursor.call);
    for (let slot = open.find(call); slot >= 0 && open.rows[slot] === DORMANT; slot = open.find(call)) {
      const said = dormant.get(call);
      if (!said) break;
      callers.push(call);
      call = said.parent;
    }
    for (const caller of callers.reverse()) {
      this.#makeRoom();
      this.#wake(thread, caller);
    }
    this.#makeRoom();
    this.add(thread);
  }

  /** Adds the row of a call that runs and was left out when it began. */
  #wake(thread: TracedThread, call: number): void {
    const { open, dormant } = thread;
    const { functions } = thread.source;
    const slot = open.find(call);
    const { parent, values } = dormant.get(call)!;
    const known = functions.get(open.functions[slot]);
    const cursor = { kind: Kind.CALL, bytes: values, values: 0, end: Math.max(0, values.length - CHUNK_PADDING) };
    const id = this.id++;
    const row = this.batch.add(id, thread, known, cursor, open.times[slot]);
    if (known) row.function = functions.row(known, this.#store);
    const around = open.find(parent);
    row.call = id;
    row.parent = around < 0 ? null : Math.max(0, open.rows[around]) || null;
    row.depth = open.depths[slot];
    open.rows[slot] = id;
    dormant.wake(call);
    thread.leaveOut(-1);
  }

  #makeRoom(): void {
    if (!this.isFull) return;
    this.finish();
    this.begin(this.id);
  }

  /** Adds the row of the record under the thread's cursor, and ahead of it that of those that were lost. */
  add(thread: TracedThread): void {
    if (thread.lost > 0) this.addLost(thread);
    const id = this.id++;
    const { cursor, open, now } = thread;
    const { functions } = thread.source;
    const { kind } = cursor;
    if (kind === Kind.CALL) {
      const known = functions.get(cursor.function);
      const row = this.batch.add(id, thread, known);
      if (known) row.function = known.row || functions.row(known, this.#store);
      row.call = id;
      const parent = open.find(thread.calls - cursor.parent);
      if (parent >= 0) {
        row.parent = Math.max(0, open.rows[parent]) || null;
        row.depth = open.depths[parent] + 1;
      }
      begin(thread, id, parent, row.depth);
      return;
    }
    const slot = open.find(thread.calls - cursor.call);
    // The call itself was not recorded: the slot is that of the one around it.
    const isAlone = cursor.lasted >= 0;
    // What the call itself said is surer than what this record repeats.
    const known = functions.get(slot >= 0 && !isAlone ? open.functions[slot] : cursor.function);
    const row = this.batch.add(id, thread, known);
    if (known) row.function = known.row || functions.row(known, this.#store);
    count(thread, slot);
    if (isAlone) {
      row.depth = slot >= 0 ? open.depths[slot] + 1 : 0;
      row.duration = cursor.lasted < UNKNOWN ? cursor.lasted : null;
    }
    if (isAlone || slot < 0) return;
    const call = open.rows[slot];
    row.call = Math.max(0, call) || null;
    row.depth = open.depths[slot];
    if (kind !== Kind.RETURN && kind !== Kind.EXCEPTION) return;
    row.duration = now - open.times[slot];
    open.close(slot);
    this.#leave(call, id);
  }

  /** Notes in a CALL row which row ended it. */
  #leave(call: number, row: number): void {
    const maxTraces = this.#maxTraces;
    if (call >= this.#start) this.batch.rows[call - this.#start].leave = row;
    else if (call > 0 && (maxTraces === 0 || call > row - maxTraces)) this.#store.setLeave(call, row);
  }
}
