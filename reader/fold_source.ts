import type { StoreReader, Trace } from "../store/mod.ts";
import { CallCounts } from "./call_counts.ts";
import { type Folds, foldsAnything, isFolded, parentOf } from "./folds.ts";
import { Kind } from "./kinds.ts";
import { Runs } from "./runs.ts";
import type { RowSource } from "./source.ts";

/** Rows that are fetched at a time: few where much is passed over, more where row after row is hidden. */
const CHUNK = 512;
const FEW = 8;
/** Shorter calls are not worth passing over. */
const SHORT = 32;
/** Ids that one statement looks over for a row of another thread. */
const STRETCH = 65_536;
/**
 * How long one question may take, in ms; a key asks up to four of them before it is drawn. What is left out is found when
 * it is asked again.
 */
const BUDGET_MS = 2;
/** Answers that are kept. */
const MAX_WALKED = 64;
/** Calls whose place is kept in mind. */
const MAX_KNOWN = 200_000;

/**
 * The rows of `base` without those in folded calls. Calls that `base` does not show fold nothing. Where a call is
 * known to have its thread for itself from its first row to its last, the rows between are never looked at; other rows
 * are, each once, and no more of them at a time than one key may take.
 *
 * @param begin called at each question: gives whether it has taken long enough.
 */
export function foldRows(
  base: RowSource,
  reader: Pick<StoreReader, "query">,
  folds: Folds,
  begin: () => () => boolean = beginTime,
): RowSource {
  return foldsAnything(folds) ? new FoldedRows(base, reader, folds, begin) : base;
}

function beginTime(): () => boolean {
  const end = performance.now() + BUDGET_MS;
  return () => performance.now() > end;
}

class FoldedRows implements RowSource {
  readonly #base: RowSource;
  readonly #reader: Pick<StoreReader, "query">;
  readonly #folds: Folds;
  readonly #begin: () => () => boolean;
  readonly #counts: CallCounts;
  /**
   * What hides a call: 0 where nothing does, its own id where it is folded, so that its other rows are hidden, or the
   * id of the folded call around it.
   */
  readonly #covers = new Map<number, number>();
  /** Calls in one that has everything unfolded. */
  readonly #opened = new Set<number>();
  #lastCover: Trace | undefined;
  readonly #hidden = new Runs();
  #isUnfinished = false;
  #isOver = (): boolean => false;
  #hasCounted = false;
  /** Answers that hold as long as the base has the same rows. */
  readonly #walked = new Map<string, Trace[]>();
  #extent = "";

  constructor(base: RowSource, reader: Pick<StoreReader, "query">, folds: Folds, begin: () => () => boolean) {
    this.#begin = begin;
    this.#base = base;
    this.#reader = reader;
    this.#folds = folds;
    this.#counts = new CallCounts(reader);
  }

  first(): number {
    return this.#base.first();
  }

  last(): number {
    const last = this.#base.last();
    return this.before(last + 1, 1)[0]?.id ?? this.shown(last);
  }

  /** Of all rows, folded or not: to know how many are shown all would have to be looked at. */
  count(): number {
    return this.#base.count();
  }

  lost(): number {
    return this.#base.lost();
  }

  indexOf(id: number): number {
    return this.#base.indexOf(id);
  }

  at(index: number): number {
    return this.shown(this.#base.at(index));
  }

  has(id: number): boolean {
    return this.#base.has(id) && this.shown(id) === id;
  }

  row(id: number): Trace | undefined {
    return this.#base.row(id);
  }

  find(...wanted: Parameters<RowSource["find"]>): ReturnType<RowSource["find"]> {
    return this.#base.find(...wanted);
  }

  shown(id: number): number {
    const nearest = this.#base.shown(id);
    const trace = nearest === 0 ? undefined : this.row(nearest);
    return (trace && this.#cover(trace)) || nearest;
  }

  from(id: number, n: number): Trace[] {
    this.#beginFrame();
    return this.#remember(id, n, 1);
  }

  before(id: number, n: number): Trace[] {
    return this.#remember(id, n, -1);
  }

  step(id: number, rows: number): number {
    if (rows === 0) return id;
    const passed = rows > 0 ? this.from(id + 1, rows) : this.before(id, -rows);
    const last = rows > 0 ? passed.at(-1) : passed[0];
    return last?.id ?? id;
  }

  folded(trace: Trace): ReturnType<RowSource["folded"]> {
    if (trace.kind !== Kind.CALL) return undefined;
    this.#cover(trace);
    if (this.#covers.get(trace.id) !== trace.id) return undefined;
    const leave = trace.leave === null ? undefined : this.row(trace.leave);
    const { calls, isCounted } = this.#count(trace);
    if (!isCounted) this.#isUnfinished = true;
    return { leave, calls, isCounted };
  }

  /** Counts on, at least for one row of those that were asked for, for as many as there is time for. */
  #count(call: Trace): ReturnType<CallCounts["known"]> {
    const known = this.#counts.known(call);
    if (known.isCounted || (this.#hasCounted && this.#isOver())) return known;
    this.#hasCounted = true;
    return this.#counts.of(call, this.#base);
  }

  isUnfinished(): boolean {
    const isUnfinished = this.#isUnfinished;
    this.#isUnfinished = false;
    this.#beginFrame();
    return isUnfinished;
  }

  /** What is asked of folded calls from now on must be answered in the time of one question, all together. */
  #beginFrame(): void {
    this.#isOver = this.#begin();
    this.#hasCounted = false;
  }

  /** Rows in their order. One key asks for the same ones several times. */
  #remember(id: number, n: number, direction: 1 | -1): Trace[] {
    const extent = `${this.#base.first()} ${this.#base.last()}`;
    if (extent !== this.#extent || this.#walked.size >= MAX_WALKED) this.#walked.clear();
    this.#extent = extent;
    const key = `${id} ${n} ${direction}`;
    const known = this.#walked.get(key);
    if (known) return [...known];
    const wasUnfinished = this.#isUnfinished;
    this.#isUnfinished = false;
    const met = this.#walk(id, n, direction);
    const rows = direction > 0 ? met : met.reverse();
    if (!this.#isUnfinished) this.#walked.set(key, [...rows]);
    this.#isUnfinished ||= wasUnfinished;
    return rows;
  }

  /** At most `n` rows from `id` on, or before it, in the order in which they were met. */
  #walk(id: number, n: number, direction: 1 | -1): Trace[] {
    const met: Trace[] = [];
    const isSpent = this.#begin();
    let isNew = false;
    const forward = direction > 0;
    let next = id;
    let size = FEW;
    // Hidden rows since the last one that is shown, or where the walk began.
    let hiddenFrom = NaN;
    const endHidden = (to: number): void => {
      if (!Number.isNaN(hiddenFrom)) this.#hidden.add(Math.min(hiddenFrom, to), Math.max(hiddenFrom, to));
      hiddenFrom = NaN;
    };
    chunks:
    while (met.length < n) {
      // Forward `next` is looked at, backward what is before it.
      next = forward ? this.#hidden.after(next) : this.#hidden.before(next - 1) + 1;
      // Each time something is found that was not known, so that it comes to an end.
      if (isNew && isSpent()) {
        this.#isUnfinished = true;
        break;
      }
      size = Math.min(CHUNK, Math.max(size, n - met.length));
      const chunk = forward ? this.#base.from(next, size) : this.#base.before(next, size).reverse();
      for (const trace of chunk) {
        const known = forward ? this.#hidden.after(trace.id) : this.#hidden.before(trace.id);
        if (known !== trace.id) {
          endHidden(trace.id - direction);
          next = forward ? known : known + 1;
          continue;
        }
        const cover = this.#cover(trace);
        if (cover === 0) {
          endHidden(trace.id - direction);
          met.push(trace);
          if (met.length >= n) break chunks;
        } else if (Number.isNaN(hiddenFrom)) {
          hiddenFrom = trace.id;
          isNew = true;
        }
        const around = cover === 0 ? this.#foldedAt(trace, forward) : this.#hiddenCall(trace, cover, forward);
        const beyond = around && this.#passOver(trace, around, direction);
        if (beyond !== undefined && Math.abs(beyond - trace.id) > 1) {
          endHidden(trace.id);
          const [low, high] = [Math.min(beyond, trace.id) + 1, Math.max(beyond, trace.id) - 1];
          isNew ||= this.#hidden.after(low) <= high;
          this.#hidden.add(low, high);
          next = forward ? beyond : beyond + 1;
          size = FEW;
          continue chunks;
        }
        next = forward ? trace.id + 1 : trace.id;
      }
      endHidden(forward ? next - 1 : next);
      if (chunk.length < size) break;
      size *= 2;
    }
    return met;
  }

  /**
   * The nearest id in that direction that need not be in the folded call `around`, which `trace` is in: behind its end
   * or at its beginning, or where another thread has a row before. Undefined where that cannot be told.
   */
  #passOver(trace: Trace, around: Trace, direction: 1 | -1): number | undefined {
    // What an async call in it does after its end is among rows of others.
    if (!around.isSync || (around.leave !== null && trace.id > around.leave)) return undefined;
    const end = direction > 0 ? (around.leave ?? this.#base.last()) + 1 : around.id;
    if (Math.abs(end - trace.id) <= SHORT) return undefined;
    const known = direction > 0 ? this.#hidden.after(trace.id + 1) : this.#hidden.before(trace.id - 1);
    if (Math.abs(known - trace.id) > 1) return known;
    const far = direction > 0 ? Math.min(end, trace.id + STRETCH) : Math.max(end, trace.id - STRETCH);
    if (this.#counts.hasOneThread()) return end;
    const [low, high] = direction > 0 ? [trace.id, far] : [far, trace.id];
    const [other] = this.#reader.query(
      `SELECT id FROM traces WHERE id > ? AND id < ? AND thread <> ? ORDER BY id ${
        direction > 0 ? "ASC" : "DESC"
      } LIMIT 1`,
      [low, high, around.thread],
    );
    return typeof other?.id === "number" ? other.id : far;
  }

  /** The row itself, where it is a folded call whose rows come next. */
  #foldedAt(trace: Trace, forward: boolean): Trace | undefined {
    return forward && trace.kind === Kind.CALL && this.#covers.get(trace.id) === trace.id ? trace : undefined;
  }

  /** A call all rows of which are hidden, and that can be passed over where it has its thread for itself. */
  #hiddenCall(trace: Trace, cover: number, forward: boolean): Trace | undefined {
    const around = this.#coverRow(cover);
    if (around?.isSync || !trace.isSync) return around;
    // In one that is suspended there are many that are not, each a stretch of its own.
    if (trace.kind === Kind.CALL) return forward && trace.leave !== null ? trace : undefined;
    return forward || trace.call === null ? undefined : this.row(trace.call);
  }

  #coverRow(id: number): Trace | undefined {
    if (this.#lastCover?.id !== id || this.#lastCover.leave === null) this.#lastCover = this.row(id);
    return this.#lastCover;
  }

  /** The folded call that hides a row; 0 where it is shown. */
  #cover(trace: Trace): number {
    const id = trace.kind === Kind.CALL ? trace.id : trace.call;
    if (id === null) return 0;
    const known = this.#covers.get(id);
    const call = known === undefined ? (id === trace.id ? trace : this.row(id)) : undefined;
    const cover = known ?? (call ? this.#findCover(call) : 0);
    return cover === trace.id ? 0 : cover;
  }

  #findCover(call: Trace): number {
    const row = (id: number): Trace | undefined => this.row(id);
    if (this.#covers.size > MAX_KNOWN) this.#forget();
    const chain: Trace[] = [];
    let cover = 0;
    for (let at: Trace | undefined = call; at; at = parentOf(at, row)) {
      const known = this.#covers.get(at.id);
      if (known !== undefined) {
        cover = known;
        break;
      }
      chain.push(at);
    }
    const { below } = this.#folds;
    for (const one of chain.reverse()) {
      const isOpened = one.parent !== null && (this.#opened.has(one.parent) || below.get(one.parent) === false);
      if (isOpened) this.#opened.add(one.id);
      if (cover === 0 && isFolded(this.#folds, one, isOpened) && this.#base.has(one.id)) cover = one.id;
      this.#covers.set(one.id, cover);
    }
    return cover;
  }

  #forget(): void {
    this.#covers.clear();
    this.#opened.clear();
  }
}
