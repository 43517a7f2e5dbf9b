import { ColumnWriter, joinColumns } from "./column.ts";
import { Length, Op } from "./layout.ts";
import type { ValueBudget } from "./value_budget.ts";

/** Takes a block: the events of a thread, and their values. */
export type BlockSink = (events: Uint8Array, values: Uint8Array) => void;

/** The weight of a text that is kept before that of any call which ended. */
const ALWAYS = Infinity;

/** Makes blocks of what happens in a thread. Times in ns. */
export class ThreadWriter {
  events = 0;
  calls = 0;
  slices = 0;
  depth = 0;
  /** When the first and the newest event were. */
  from = NaN;
  now = 0;
  /** How many records the thread has had; to be kept up by whoever plays it. */
  records = 0;
  #recordsBefore = 0;
  readonly #size: number;
  readonly #budget: ValueBudget;
  readonly #sink: BlockSink;
  readonly #ops = new ColumnWriter();
  readonly #times = new ColumnWriter();
  readonly #records = new ColumnWriter();
  readonly #references = new ColumnWriter();
  readonly #ids = new ColumnWriter();
  readonly #texts: (string | null)[] = [];
  readonly #weights: number[] = [];
  /** Where in the block its calls begin, and the number of the first of them. */
  readonly #begins: number[] = [];
  #firstCall = 0;
  #id = 0;
  #height = 0;
  /** The call that left the stack last, and where that stands in the block; -1 where something came since. */
  #left = -1;
  #leftAt = 0;

  /** @param size how many events a block has at most. */
  constructor(size: number, budget: ValueBudget, sink: BlockSink) {
    this.#size = size;
    this.#budget = budget;
    this.#sink = sink;
  }

  /** A call comes on the stack for the first time; returns its number. */
  call(func: number, at: number, id: number, args: string | null): number {
    this.#push(Op.CALL + func, at, args, ALWAYS);
    this.#begins.push(this.#texts.length - 1);
    this.#ids.add(id - this.#id);
    this.#id = id;
    this.#raise();
    return this.calls++;
  }

  /** A call that left comes back. */
  resume(call: number, at: number): void {
    this.#push(Op.RESUME, at);
    this.#references.add(this.calls - 1 - call);
    this.#raise();
  }

  /** The call on top of the stack leaves it. */
  leave(call: number, at: number): void {
    this.#leftAt = this.#push(Op.LEAVE, at);
    this.#left = call;
    this.#height--;
  }

  /** A call ends. */
  end(call: number, at: number, threw: boolean, duration: number, args: string | null): void {
    // It may also have left before, to wait, and nothing came since.
    if (this.#left === call && at === this.now) {
      this.#ops.replace(this.#leftAt, threw ? Op.THROW : Op.RETURN);
      this.#texts[this.#texts.length - 1] = this.#budget.shorten(args);
      this.#left = -1;
    } else {
      this.#push(threw ? Op.THROW_ASIDE : Op.RETURN_ASIDE, at, args);
      this.#references.add(this.calls - 1 - call);
    }
    if (threw) return;
    this.#weights[this.#weights.length - 1] = duration;
    if (call >= this.#firstCall) this.#weights[this.#begins[call - this.#firstCall]] = duration;
  }

  /** Something was told. */
  event(at: number, args: string | null): void {
    this.#push(Op.EVENT, at, args);
  }

  /** Records were lost. */
  lost(at: number, count: number): void {
    this.#push(Op.LOST, at);
    this.#references.add(count);
  }

  /** Hands over the block that has begun. */
  flush(): void {
    const count = this.#texts.length;
    if (count === 0) return;
    const isKept = this.#budget.choose(this.#texts, this.#weights);
    const [lengths, texts] = [new ColumnWriter(), new ColumnWriter()];
    for (let place = 0; place < count; place++) {
      const text = this.#texts[place];
      if (text === null) lengths.add(Length.NONE);
      else if (isKept(place)) lengths.add(Length.TEXT + texts.text(text));
      else lengths.add(Length.LEFT_OUT);
    }
    const values = joinColumns([lengths.bytes, this.#ids.bytes, texts.bytes]);
    const events = joinColumns([this.#ops, this.#times, this.#records, this.#references].map(({ bytes }) => bytes));
    this.#sink(events, values);
    for (const column of [this.#ops, this.#times, this.#records, this.#references, this.#ids]) column.clear();
    for (const list of [this.#texts, this.#weights, this.#begins]) list.length = 0;
    this.#firstCall = this.calls;
    this.#id = 0;
    this.#left = -1;
  }

  /** Adds an event; returns where its operation stands. */
  #push(op: number, at: number, text: string | null = null, weight = ALWAYS): number {
    if (this.#texts.length >= this.#size) this.flush();
    if (this.events++ === 0) this.from = at;
    this.#times.add(Math.max(0, at - this.now));
    this.now = Math.max(this.now, at);
    this.#records.add(this.records - this.#recordsBefore);
    this.#recordsBefore = this.records;
    this.#texts.push(this.#budget.shorten(text));
    this.#weights.push(weight);
    this.#left = -1;
    return this.#ops.add(op);
  }

  #raise(): void {
    this.slices++;
    if (++this.#height > this.depth) this.depth = this.#height;
  }
}
