/** A trace at which the recording opens or closes. */
interface Mark {
  /** ns. */
  at: number;
  thread: object;
  position: number;
  /** Whether the recording is open behind it. */
  opens: boolean;
  /** Whether it opens the recording itself: then it belongs to what is kept. */
  isFirst: boolean;
}

/** The stretches of time in which all that is recorded is kept: from one filter that fits until another one does. */
export class Windows {
  #marks: Mark[] = [];
  readonly #isOpen: boolean;

  /** `isOpen`: whether it is open at the beginning. */
  constructor(isOpen: boolean) {
    this.#isOpen = isOpen;
  }

  /** Whether it has closed. */
  get hasClosed(): boolean {
    return this.#marks.some(({ opens }) => !opens);
  }

  /** A trace opens the recording, closes it, or both: then it is all that is kept. */
  mark(thread: object, position: number, at: number, opens: boolean, closes: boolean): void {
    let index = this.#marks.length;
    // Threads are looked at one after the other.
    while (index > 0 && this.#marks[index - 1].at > at) index--;
    this.#marks.splice(index, 0, { at, thread, position, opens: !closes, isFirst: opens });
  }

  /** Whether a trace is in a window. The one that closes it is. */
  has(thread: object, position: number, at: number): boolean {
    let low = 0;
    for (let high = this.#marks.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#marks[middle].at <= at) low = middle + 1;
      else high = middle;
    }
    // Of the same time those of the thread itself may be later.
    for (; low > 0; low--) {
      const mark = this.#marks[low - 1];
      if (mark.thread !== thread || mark.position < position) break;
      if (mark.position === position && mark.isFirst) return true;
    }
    return low > 0 ? this.#marks[low - 1].opens : this.#isOpen;
  }

  /** Forgets what only traces before `at` would need. */
  prune(at: number): void {
    let count = 0;
    while (count + 1 < this.#marks.length && this.#marks[count + 1].at < at) count++;
    if (count > 0) this.#marks.splice(0, count);
  }
}
