/**
 * Which records are stored, where triggers are set. Records are looked at ahead of what is stored, as far as is
 * needed to judge those that are: what comes between is what is known of the future. Those that cannot be judged yet
 * wait, as their bytes, where all records wait.
 *
 * @module
 */
import { UNCAUGHT } from "../ring/mod.ts";
import { createMatcher, type Matchable, type Matcher } from "../filter/match.ts";
import { Batch } from "./batch.ts";
import { Kind, LEFT_OUT, UNKNOWN } from "./follow.ts";
import { Lookahead } from "./lookahead.ts";
import { Ranges } from "./ranges.ts";
import type { Redaction } from "./redact.ts";
import type { AheadCall } from "./slow_calls.ts";
import type { TracedThread } from "./thread.ts";
import { type Triggers, USUAL_WINDOW } from "./triggers.ts";
import { Windows } from "./windows.ts";

/** What becomes of a record. */
export const Verdict = {
  KEEP: 0,
  /** Left out. If it is a CALL, what comes of the call may still be kept, and then it is, too. */
  DROP: 1,
  /** Left out, with all that its call calls. */
  DROP_ALL: 2,
  /** Not known yet. */
  WAIT: 3,
} as const;
export type Verdict = typeof Verdict[keyof typeof Verdict];

/** So many bytes may wait for being judged: where they may on disk, and else in memory. */
const MAX_SPILLED_BYTES = 1 << 30;
const MAX_BYTES = 64 << 20;

/** So many records are looked at before the rings are looked at again. */
const LOOK_AT_ONCE = 4096;
/** Records of one thread may be seen so much later (ms) than those of another. */
const LAG_MS = 200;
const LAG_NS = LAG_MS * 1e6;

/** Decides for the threads of a dumper. */
export class Keep {
  readonly #maxBytes: number;
  readonly #triggers: Triggers;
  readonly #from: Matcher | undefined;
  readonly #until: Matcher | undefined;
  readonly #around: Matcher | undefined;
  readonly #windows: Windows;
  /** Times (ns) of all threads: those around traces that fit, and those before exceptions. */
  readonly #times = new Ranges();
  readonly #last = new Ranges();
  readonly #ahead = new Map<TracedThread, Lookahead>();
  readonly #batch: Batch;
  /** The newest record of all threads that was looked at, ns, and when (ms) one came last. */
  #latest = 0;
  #seenMs = -Infinity;
  /** Up to here (ns) all records were looked at, those of this time perhaps not. */
  #known = Infinity;
  #nowMs = 0;
  /** How long others wait for a thread whose next record cannot be judged, ms. */
  readonly #patienceMs: number;

  /** `startedMs` is what times of the database count from; `spills`: records may wait on disk. Throws `FilterError`. */
  constructor(triggers: Triggers, startedMs: number, spills: boolean, redact?: Redaction) {
    this.#triggers = triggers;
    this.#maxBytes = spills ? MAX_SPILLED_BYTES : MAX_BYTES;
    const context = { cwd: triggers.cwd, time: { startedMs, newestMs: triggers.startedMs } };
    const { from, until, around, window = USUAL_WINDOW, slowerNs = 0, stallNs = 0 } = triggers;
    this.#from = from === undefined ? undefined : createMatcher(from, context);
    this.#until = until === undefined ? undefined : createMatcher(until, context);
    this.#around = around === undefined ? undefined : createMatcher(around, context);
    this.#windows = new Windows(from === undefined);
    this.#batch = new Batch(0, redact);
    const windowNs = "ns" in window ? window.ns : 0;
    this.#patienceMs = LAG_MS + Math.max(slowerNs, stallNs, windowNs) / 1e6;
  }

  /** Whether nothing that is recorded from now on will be kept. */
  get isOver(): boolean {
    return this.#from === undefined && this.#until !== undefined && this.#windows.hasClosed;
  }

  /** Whether so much waits that what is not known to be kept must go. */
  get isCrowded(): boolean {
    let bytes = 0;
    for (const { chunks } of this.#ahead.keys()) bytes += chunks.bytes;
    return bytes > this.#maxBytes;
  }

  /** Records were taken from a ring. */
  arrive(thread: TracedThread, nowMs: number): void {
    const ahead = this.#aheadOf(thread);
    ahead.seenMs = nowMs;
    this.#seenMs = nowMs;
    this.#known = Math.min(this.#known, ahead.now);
  }

  /** Whether records are to be looked at before one of this time (ns) can be judged. */
  mustLook(at: number): boolean {
    return at >= this.#known;
  }

  /** Whether there are records to be looked at. */
  get canLook(): boolean {
    return this.#known < Infinity;
  }

  /** Looks at some of the records that have arrived, of the thread that is behind. How many; 0: there are none. */
  look(): number {
    let behind: Lookahead | undefined;
    for (const ahead of this.#ahead.values()) {
      if (ahead.isBehind && ahead.now < (behind?.now ?? Infinity)) behind = ahead;
    }
    if (behind === undefined) return 0;
    const ahead = behind;
    const count = ahead.go(LOOK_AT_ONCE, (call) => this.#lookAt(ahead, call));
    this.#latest = Math.max(this.#latest, ahead.now);
    this.#known = Infinity;
    for (const { isBehind, now } of this.#ahead.values()) if (isBehind) this.#known = Math.min(this.#known, now);
    return Math.max(1, count);
  }

  /** Time has passed: so late it is now, ms. */
  pass(nowMs: number): void {
    this.#nowMs = nowMs;
    for (const ahead of this.#ahead.values()) {
      const quiet = this.#quietNs(ahead);
      if (quiet > 0) ahead.pass(quiet);
    }
  }

  /** What becomes of the record under a thread's cursor. */
  judge(thread: TracedThread): Verdict {
    const { cursor, open } = thread;
    const isCall = cursor.kind === Kind.CALL;
    const slot = open.find(thread.calls - (isCall ? cursor.parent : cursor.call));
    const row = slot < 0 ? 0 : open.rows[slot];
    if (row === LEFT_OUT) return Verdict.DROP_ALL;
    const isEnd = (cursor.kind === Kind.RETURN || cursor.kind === Kind.EXCEPTION) && cursor.lasted < 0;
    // No call is to look as if it had never ended.
    if (isEnd && row > 0) return Verdict.KEEP;
    return this.#judge(this.#aheadOf(thread), thread, isCall);
  }

  /** A record was judged. */
  done({ cursor, calls, passed }: TracedThread): void {
    const isEnd = (cursor.kind === Kind.RETURN || cursor.kind === Kind.EXCEPTION) && cursor.lasted < 0;
    if (isEnd && this.#triggers.slowerNs !== undefined) passed.push(calls - cursor.call);
  }

  /** Whether the next record of a thread has not been judged for so long that others may go ahead of it. */
  mayPass(thread: TracedThread): boolean {
    if (thread.waitsAt !== thread.position) {
      thread.waitsAt = thread.position;
      thread.waitsSince = this.#nowMs;
    }
    return this.#nowMs - thread.waitsSince > this.#patienceMs;
  }

  /** What was judged up to here will not be judged again. */
  mark(thread: TracedThread): void {
    const ahead = this.#aheadOf(thread);
    for (const id of thread.passed) ahead.forget(id);
    thread.passed.length = 0;
    ahead.near.prune(thread.position);
    ahead.turns?.long.prune(thread.position);
  }

  /** Forgets a thread of which all is stored. */
  leave(thread: TracedThread): void {
    this.#ahead.delete(thread);
  }

  /** Forgets what only records before those that wait would need. */
  prune(): void {
    let oldest = Math.min(this.#known, this.#latest) - LAG_NS * 10;
    for (const { waiting, now } of this.#ahead.keys()) if (waiting > 0) oldest = Math.min(oldest, now);
    this.#windows.prune(oldest);
    this.#times.prune(oldest);
    this.#last.prune(oldest);
  }

  #aheadOf(thread: TracedThread): Lookahead {
    let ahead = this.#ahead.get(thread);
    if (ahead === undefined) {
      ahead = new Lookahead(thread, this.#triggers);
      this.#ahead.set(thread, ahead);
    }
    return ahead;
  }

  #lookAt(ahead: Lookahead, call: AheadCall | undefined): void {
    const { thread, cursor, position, now } = ahead;
    const [opens, closes, isCentre] = this.#fit(ahead, call);
    if (opens || closes) this.#windows.mark(thread, position, now, opens, closes);
    if (isCentre) this.#keepAround(ahead, call);
    if (call?.isWhole) ahead.near.add(position, position);
    const { exceptionNs } = this.#triggers;
    if (exceptionNs !== undefined && cursor.kind === Kind.LOG && cursor.function === UNCAUGHT) {
      this.#last.add(now - exceptionNs, now);
    }
  }

  #keepAround({ near, position, now, cursor }: Lookahead, call: AheadCall | undefined): void {
    const { window = USUAL_WINDOW } = this.#triggers;
    if ("ns" in window) this.#times.add(now - window.ns, now + window.ns);
    else near.add(position - window.traces, position + window.traces);
    near.add(position, position);
    if (cursor.kind === Kind.CALL && call !== undefined) call.isWhole = true;
  }

  /** Whether the record looked at fits each of the filters. */
  #fit(ahead: Lookahead, call: AheadCall | undefined): [from: boolean, until: boolean, around: boolean] {
    const { thread: { source, reader }, cursor, now } = ahead;
    const known = source.functions.get(cursor.function);
    const named = { kind: cursor.kind, func: known?.info.name ?? null, module: known?.module ?? null };
    let whole: Matchable | undefined;
    const fits = (matcher: Matcher | undefined): boolean => {
      if (matcher === undefined || !matcher.mayFit(named)) return false;
      whole ??= {
        ...named,
        pid: source.process.info.pid,
        tid: reader.tid,
        at: now,
        depth: depthOf(ahead, call),
        duration: durationOf(ahead, call),
        ...this.#values(ahead),
      };
      return matcher.fits(whole);
    };
    return [fits(this.#from), fits(this.#until), fits(this.#around)];
  }

  /** The record's values, as its row would have them. */
  #values({ thread, cursor, now }: Lookahead): Pick<Matchable, "args" | "data"> {
    this.#batch.clear();
    this.#batch.add(0, thread, thread.source.functions.get(cursor.function), cursor, now);
    const [{ args, data }] = this.#batch.finish();
    return { args, data };
  }

  #judge(ahead: Lookahead, thread: TracedThread, isCall: boolean): Verdict {
    const { position, now } = thread;
    const isAtEnd = thread.isAtEnd && this.#known === Infinity;
    if (isAtEnd) ahead.finish();
    if (!this.#windows.has(thread, position, now)) return Verdict.DROP;
    const isLast = this.#isLast(now);
    const isNear = this.#isNear(ahead, thread);
    const isLong = this.#isLong(ahead, position, isAtEnd);
    if (isLast === false || isNear === false || isLong === false) return Verdict.DROP;
    const isSlow = this.#isSlow(ahead, thread, isCall);
    if (isSlow === false) return Verdict.DROP_ALL;
    if (isLast && isNear && isLong && isSlow) return Verdict.KEEP;
    // What might come does not come any more.
    return isAtEnd ? Verdict.DROP : Verdict.WAIT;
  }

  /** Whether a time is among the last before an exception that nobody catches. */
  #isLast(now: number): boolean | undefined {
    const { exceptionNs } = this.#triggers;
    return exceptionNs === undefined || this.#last.has(now) || this.#mayBe(now + exceptionNs);
  }

  /** Whether a record is near one that fits, or part of its call. */
  #isNear(ahead: Lookahead, { position, now }: TracedThread): boolean | undefined {
    const { window = USUAL_WINDOW } = this.#triggers;
    if (this.#around === undefined || ahead.near.has(position)) return true;
    if ("ns" in window) return this.#times.has(now) || this.#mayBe(now + window.ns);
    return position + window.traces > ahead.position ? undefined : false;
  }

  /** Not known, as records from before that time may still come; or false. */
  #mayBe(until: number): undefined | false {
    const newest = this.#known < Infinity ? this.#known : this.#latest + this.#since(this.#seenMs);
    return until + LAG_NS >= newest ? undefined : false;
  }

  #isLong(ahead: Lookahead, position: number, isAtEnd: boolean): boolean | undefined {
    const { turns, now } = ahead;
    if (turns === undefined) return true;
    return turns.isLong(position, isAtEnd ? Infinity : now + this.#quietNs(ahead));
  }

  #isSlow(ahead: Lookahead, thread: TracedThread, isCall: boolean): boolean | undefined {
    if (ahead.slow === undefined) return true;
    const call = ahead.find(isCall ? thread.calls + 1 : thread.calls - thread.cursor.call);
    // What is not known of may be slow; what belongs to no call is not fast.
    return call === undefined || ahead.slow.ask(call, ahead.now + this.#quietNs(ahead));
  }

  /** For how long (ns) a thread has had no record for sure. */
  #quietNs({ isBehind, seenMs }: Lookahead): number {
    return isBehind ? 0 : this.#since(seenMs);
  }

  /** How long (ns) it is since records came, less what they may be late. */
  #since(seenMs: number): number {
    return Number.isFinite(seenMs) ? Math.max(0, this.#nowMs - seenMs - LAG_MS) * 1e6 : 0;
  }
}

function depthOf({ cursor }: Lookahead, call: AheadCall | undefined): number {
  return cursor.lasted >= 0 ? (call === undefined ? 0 : call.depth + 1) : call?.depth ?? 0;
}

function durationOf({ cursor, now }: Lookahead, call: AheadCall | undefined): number | null {
  if (cursor.lasted >= 0) return cursor.lasted < UNKNOWN ? cursor.lasted : null;
  const isEnd = cursor.kind === Kind.RETURN || cursor.kind === Kind.EXCEPTION;
  return isEnd && call !== undefined ? now - call.began : null;
}
