import type { StoreReader, Trace } from "../store/mod.ts";
import type { RowSource } from "./source.ts";

/** Ids that are looked over each time a count is asked for: about 1 ms. */
const STRETCH = 20_000;
/** The same for calls that are suspended: each call in between is looked at. */
const SLOW_STRETCH = 2_000;
/** Calls whose counts are kept in mind. */
const MAX_COUNTS = 1000;
/** More calls than this are not kept in mind to find those in them. */
const MAX_INSIDE = 1_000_000;

interface Count {
  calls: number;
  /** All before this id have been looked at. */
  next: number;
  /** Of a call that is suspended: the calls in it. */
  inside: Set<number> | undefined;
  isCounted: boolean;
}

/** Counts the calls in calls, as far at a time as a frame may take; the same question goes on with it. */
export class CallCounts {
  readonly #reader: Pick<StoreReader, "query">;
  readonly #counts = new Map<number, Count>();
  #hasOneThread: boolean | undefined;

  constructor(reader: Pick<StoreReader, "query">) {
    this.#reader = reader;
  }

  /** Whether there has been one thread only. */
  hasOneThread(): boolean {
    if (this.#hasOneThread !== false) {
      this.#hasOneThread = Number(this.#reader.query("SELECT count(*) AS count FROM threads", [])[0]?.count) <= 1;
    }
    return this.#hasOneThread;
  }

  /** How many calls are in `call`, as far as that has been counted. */
  known(call: Trace): Readonly<Pick<Count, "calls" | "isCounted">> {
    return this.#counts.get(call.id) ?? { calls: 0, isCounted: false };
  }

  /** The same after counting on for a while. */
  of(call: Trace, rows: Pick<RowSource, "last">): Readonly<Pick<Count, "calls" | "isCounted">> {
    const known = this.#counts.get(call.id);
    if (known?.isCounted) return known;
    if (this.#counts.size >= MAX_COUNTS) this.#counts.clear();
    const count = known ?? { calls: 0, next: call.id + 1, inside: undefined, isCounted: false };
    this.#counts.set(call.id, count);
    const end = call.leave ?? rows.last() + 1;
    const to = Math.min(end, count.next + (call.isSync ? STRETCH : SLOW_STRETCH));
    if (call.isSync) this.#countThread(call, count, to);
    else this.#countInside(call, count, to);
    count.next = Math.max(count.next, to);
    count.isCounted = count.next >= end && call.leave !== null;
    // Of a call that is not over what there is has been counted, and there may be more.
    return { calls: count.calls, isCounted: count.next >= end };
  }

  /** A call that is never suspended has its thread for itself. */
  #countThread(call: Trace, count: Count, to: number): void {
    const [found] = this.#reader.query(
      "SELECT count(*) AS count FROM traces WHERE id >= ? AND id < ? AND kind = 0 AND thread = ?",
      [count.next, to, call.thread],
    );
    count.calls += Number(found?.count ?? 0);
  }

  #countInside(call: Trace, count: Count, to: number): void {
    const inside = count.inside ??= new Set([call.id]);
    const found = this.#reader.query(
      "SELECT id, parent FROM traces WHERE id >= ? AND id < ? AND kind = 0 AND thread = ? ORDER BY id",
      [count.next, to, call.thread],
    );
    for (const { id, parent } of found) {
      if (!inside.has(Number(parent))) continue;
      count.calls++;
      if (inside.size < MAX_INSIDE) inside.add(Number(id));
    }
  }
}
