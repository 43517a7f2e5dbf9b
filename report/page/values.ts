import { ColumnReader, splitColumns } from "../column.ts";
import { Length } from "../layout.ts";

/** The values of a block. */
interface Values {
  /** The text of each event; null where it has none, undefined where it was left out. */
  texts: (string | null | undefined)[];
  /** Ids of the traces of its calls, in their order. */
  ids: number[];
}

/** Where the values of a block are. */
export interface ValueBlock {
  /** How many events and calls of the thread come before it. */
  firstEvent: number;
  firstCall: number;
  /** Reads its bytes. */
  read: () => Promise<Uint8Array>;
}

/** Blocks that are kept once they were read. */
const KEPT = 16;

/** The values of one thread, which are read when somebody asks for them. */
export class ThreadValues {
  readonly #blocks: ValueBlock[] = [];
  readonly #read = new Map<ValueBlock, Promise<Values>>();

  /** Adds the next block. */
  add(block: ValueBlock): void {
    this.#blocks.push(block);
  }

  /** The text of an event, as `TraceRow.args`. */
  async text(event: number): Promise<string | null | undefined> {
    const block = this.#find((candidate) => candidate.firstEvent <= event);
    return (await this.#values(block)).texts[event - block.firstEvent];
  }

  /** The id of the trace that a call began with. */
  async id(call: number): Promise<number> {
    const block = this.#find((candidate) => candidate.firstCall <= call);
    return (await this.#values(block)).ids[call - block.firstCall];
  }

  #find(isBefore: (block: ValueBlock) => boolean): ValueBlock {
    let [low, high] = [0, this.#blocks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#blocks[middle])) low = middle;
      else high = middle;
    }
    return this.#blocks[low];
  }

  #values(block: ValueBlock): Promise<Values> {
    let values = this.#read.get(block);
    if (values === undefined) {
      values = block.read().then(readValues);
      this.#read.set(block, values);
      const [oldest] = this.#read.keys();
      if (this.#read.size > KEPT) this.#read.delete(oldest);
    }
    return values;
  }
}

/** Reads the values of a block. */
export function readValues(bytes: Uint8Array): Values {
  const [lengths, ids, rest] = splitColumns(bytes, 3);
  const decoder = new TextDecoder();
  const values: Values = { texts: [], ids: [] };
  const length = new ColumnReader(lengths);
  let at = 0;
  while (!length.isAtEnd) {
    const code = length.next();
    if (code === Length.NONE) values.texts.push(null);
    else if (code === Length.LEFT_OUT) values.texts.push(undefined);
    else values.texts.push(decoder.decode(rest.subarray(at, at += code - Length.TEXT)));
  }
  const id = new ColumnReader(ids);
  for (let now = 0; !id.isAtEnd;) values.ids.push(now += id.next());
  return values;
}
