/** A call as the look ahead knows it. */
export interface AheadCall {
  readonly id: number;
  /** When it began, ns. */
  readonly began: number;
  readonly depth: number;
  readonly parent: AheadCall | undefined;
  hasEnded: boolean;
  /** Whether it was suspended: it may outlive its caller. */
  suspended: boolean;
  /** Whether all that is in it is kept. */
  isWhole: boolean;
  /** Calls in it of which it is not known yet whether they are slow, or hold a slow one. */
  undecided: number;
  /** Whether it, or one that it called, took longer than is asked for; undefined where that is not known yet. */
  isSlow: boolean | undefined;
}

/** Finds the calls of a thread that take long, with those that they were made from. */
export class SlowCalls {
  readonly #ns: number;
  /** Calls that were suspended and are not decided, in the order in which they were first. */
  #suspended: AheadCall[] = [];

  /** Calls that take longer than `ns` are slow. */
  constructor(ns: number) {
    this.#ns = ns;
  }

  begin({ parent }: AheadCall): void {
    if (parent !== undefined && parent.isSlow === undefined) parent.undecided++;
  }

  suspend(call: AheadCall): void {
    if (call.suspended) return;
    call.suspended = true;
    this.#suspended.push(call);
  }

  /** A call has ended. */
  end(call: AheadCall, now: number): void {
    if (now - call.began > this.#ns) this.#find(call);
    else this.#settle(call);
  }

  /** The thread is known to be as far as `now`: what still runs then is slow if it began long before. */
  advance(now: number): void {
    let count = 0;
    for (; count < this.#suspended.length; count++) {
      const call = this.#suspended[count];
      if (call.hasEnded || call.isSlow !== undefined) continue;
      if (now - call.began <= this.#ns) break;
      this.#find(call);
    }
    if (count > 0) this.#suspended = this.#suspended.slice(count);
  }

  /** Whether a call is slow or holds a slow one, as far as that is known when the thread is as far as `now`. */
  ask(call: AheadCall, now: number): boolean | undefined {
    if (call.isSlow === undefined && !call.hasEnded && now - call.began > this.#ns) this.#find(call);
    return call.isSlow;
  }

  /** The calls that have not ended never will, as far as anybody knows: how long they would have taken is open. */
  finish(calls: Iterable<AheadCall>): void {
    for (const call of calls) if (!call.hasEnded) this.#find(call);
  }

  /** A call is slow, and so are those that it was made from. */
  #find(call: AheadCall): void {
    for (let each: AheadCall | undefined = call; each !== undefined && each.isSlow !== true; each = each.parent) {
      each.isSlow = true;
    }
  }

  /** A call has ended in time: it is not slow unless one is that it called. */
  #settle(call: AheadCall): void {
    let each: AheadCall | undefined = call;
    while (each !== undefined && each.isSlow === undefined && each.hasEnded && each.undecided === 0) {
      each.isSlow = false;
      each = each.parent;
      if (each !== undefined) each.undecided--;
    }
  }
}
