import { correctedTimes } from "../../analysis/corrected.ts";

/** Numbers of each function; times in ns. */
export class FunctionTotals {
  readonly calls: Float64Array;
  readonly ended: Float64Array;
  readonly exceptions: Float64Array;
  /** From call to end, waiting included; of calls in a call of the same function the outermost alone. */
  readonly total: Float64Array;
  /** The share of it on the stack. */
  readonly running: Float64Array;
  /** On top of the stack. */
  readonly self: Float64Array;
  /** Records that ended a stretch of `self`, and of `running`. */
  readonly ownRecords: Float64Array;
  readonly runningRecords: Float64Array;
  readonly sum: Float64Array;
  readonly max: Float64Array;
  /** The call that took longest: its thread and its number. */
  readonly longestThread: Int32Array;
  readonly longestCall: Uint32Array;
  /** 1 where records were lost while a call was open. */
  readonly gap: Uint8Array;

  constructor(functions: number) {
    const numbers = (): Float64Array => new Float64Array(functions);
    this.calls = numbers();
    this.ended = numbers();
    this.exceptions = numbers();
    this.total = numbers();
    this.running = numbers();
    this.self = numbers();
    this.ownRecords = numbers();
    this.runningRecords = numbers();
    this.sum = numbers();
    this.max = numbers();
    this.longestThread = new Int32Array(functions).fill(-1);
    this.longestCall = new Uint32Array(functions);
    this.gap = new Uint8Array(functions);
  }

  /** Takes what tracing has cost off the times: `cost` ns for each record. Single calls become shorter as `total` does. */
  correct(cost: number): void {
    for (let func = 0; func < this.calls.length; func++) {
      const before = this.total[func];
      const { self, running, total } = correctedTimes({
        ...{ self: this.self[func], running: this.running[func], total: before },
        ...{ ownRecords: this.ownRecords[func], runningRecords: this.runningRecords[func] },
      }, cost);
      this.self[func] = self;
      this.running[func] = running;
      this.total[func] = total;
      const share = before > 0 ? Math.max(0, total) / before : 1;
      this.sum[func] *= share;
      this.max[func] *= share;
    }
  }
}

/** More different paths are not kept apart: what is called there counts as time of its caller. */
const MAX_NODES = 1 << 19;

/** Calls merged by the path of functions that led to them. Node 0 stands for no call. */
export class MergedTree {
  readonly func: number[] = [-1];
  readonly parent: number[] = [-1];
  readonly calls: number[] = [0];
  /** On top of the stack, ns. */
  readonly self: number[] = [0];
  /** Records that ended a stretch of `self`. */
  readonly records: number[] = [0];
  readonly #functions: number;
  readonly #places = new Map<number, number>();

  constructor(functions: number) {
    this.#functions = functions;
  }

  /** The node of a function called from a node. */
  below(parent: number, func: number): number {
    const key = parent * this.#functions + func;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.func.length >= MAX_NODES) return parent;
    const node = this.func.push(func) - 1;
    this.parent.push(parent);
    this.calls.push(0);
    this.self.push(0);
    this.records.push(0);
    this.#places.set(key, node);
    return node;
  }

  /** Takes what tracing has cost off the times: `cost` ns for each record. */
  correct(cost: number): void {
    for (let node = 0; node < this.self.length; node++) {
      this.self[node] = Math.max(0, this.self[node] - cost * this.records[node]);
    }
  }
}
