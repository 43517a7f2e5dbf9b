/** Rows of one chunk of a `RowSet`; a power of two. */
export const CHUNK_ROWS = 16_384;
const WORDS = CHUNK_ROWS / 32;

interface Chunk {
  /** Ids from `from` to before `to` are known. */
  from: number;
  to: number;
  count: number;
  /** A bit a row; null where there is none in it. */
  bits: Uint32Array | null;
}

function popCount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The bits of a word from bit `from` to before bit `to`. */
function mask(from: number, to: number): number {
  return (to === 32 ? -1 : (1 << to) - 1) & (-1 << from);
}

/**
 * Which rows of a database a search or a filter has found, and which it has not looked at yet: a bit a row, so that
 * ten million rows take little more than a megabyte. Ids are positive; a chunk is known from one id to another.
 */
export class RowSet {
  readonly #chunks = new Map<number, Chunk>();
  /** Numbers of the chunks, ascending. */
  #order: number[] = [];

  /** Notes that of the ids `from` to before `to`, all in one chunk, exactly `ids` belong to it. */
  set(from: number, to: number, ids: Iterable<number>): void {
    if (to <= from) return;
    const chunk = this.#chunk(Math.floor(from / CHUNK_ROWS));
    const isNew = chunk.to === chunk.from;
    chunk.from = isNew ? from : Math.min(chunk.from, from);
    chunk.to = isNew ? to : Math.max(chunk.to, to);
    for (const id of ids) this.#add(chunk, id);
  }

  /** Whether it is known if the row belongs to it. */
  isKnown(id: number): boolean {
    const chunk = this.#chunks.get(Math.floor(id / CHUNK_ROWS));
    return chunk !== undefined && id >= chunk.from && id < chunk.to;
  }

  has(id: number): boolean {
    const bits = this.#chunks.get(Math.floor(id / CHUNK_ROWS))?.bits;
    const bit = id % CHUNK_ROWS;
    return bits !== null && bits !== undefined && (bits[bit >>> 5] & (1 << (bit & 31))) !== 0;
  }

  /** The first id from `from` to before `to` that is not known; undefined where all are. */
  unknown(from: number, to: number): number | undefined {
    for (let id = from; id < to;) {
      const chunk = this.#chunks.get(Math.floor(id / CHUNK_ROWS));
      if (chunk === undefined || id < chunk.from || id >= chunk.to) return id;
      id = chunk.to;
    }
    return undefined;
  }

  /** The last id from `from` to before `to` that is not known; undefined where all are. */
  unknownBefore(to: number, from: number): number | undefined {
    for (let id = to - 1; id >= from;) {
      const chunk = this.#chunks.get(Math.floor(id / CHUNK_ROWS));
      if (chunk === undefined || id < chunk.from || id >= chunk.to) return id;
      id = chunk.from - 1;
    }
    return undefined;
  }

  /** How many of the ids from `from` to before `to` are known. */
  known(from: number, to: number): number {
    let sum = 0;
    for (const chunk of this.#chunks.values()) {
      sum += Math.max(0, Math.min(to, chunk.to) - Math.max(from, chunk.from));
    }
    return sum;
  }

  /** How many members have an id from `from` to before `to`; with `other`, how many that are members of both. */
  count(from: number, to: number, other?: RowSet): number {
    let sum = 0;
    for (const [number, chunk] of this.#chunks) {
      const start = number * CHUNK_ROWS;
      if (chunk.bits === null || start >= to || start + CHUNK_ROWS <= from) continue;
      if (other !== undefined) {
        const bits = other.#chunks.get(number)?.bits;
        const both = bits && chunk.bits.map((word, i) => word & bits[i]);
        if (both) sum += countBits(both, Math.max(0, from - start), Math.min(CHUNK_ROWS, to - start));
      } else if (from <= start && start + CHUNK_ROWS <= to) sum += chunk.count;
      else sum += countBits(chunk.bits, Math.max(0, from - start), Math.min(CHUNK_ROWS, to - start));
    }
    return sum;
  }

  /** The first member from `id` on; undefined where there is none. */
  next(id: number): number | undefined {
    for (const number of this.#order) {
      const start = number * CHUNK_ROWS;
      if (start + CHUNK_ROWS <= id) continue;
      const { bits } = this.#chunks.get(number)!;
      const found = bits === null ? undefined : nextBit(bits, Math.max(0, id - start));
      if (found !== undefined) return start + found;
    }
    return undefined;
  }

  /** The last member before `id`; undefined where there is none. */
  previous(id: number): number | undefined {
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const start = this.#order[i] * CHUNK_ROWS;
      if (start >= id) continue;
      const { bits } = this.#chunks.get(this.#order[i])!;
      const found = bits === null ? undefined : previousBit(bits, Math.min(CHUNK_ROWS, id - start));
      if (found !== undefined) return start + found;
    }
    return undefined;
  }

  /** The member with `index` members before it that are not before `from`; undefined where there are not so many. */
  at(from: number, index: number): number | undefined {
    let left = index;
    for (const number of this.#order) {
      const start = number * CHUNK_ROWS;
      const { bits, count } = this.#chunks.get(number)!;
      if (bits === null || start + CHUNK_ROWS <= from) continue;
      const here = from <= start ? count : countBits(bits, from - start, CHUNK_ROWS);
      if (left >= here) left -= here;
      else return start + bitAt(bits, Math.max(0, from - start), left);
    }
    return undefined;
  }

  /** The rows at most `rows` (up to 31) away from a member, members included. What is known of them stays as it is. */
  widened(rows: number): RowSet {
    const result = new RowSet();
    for (const number of this.#order) {
      const { from, to, bits } = this.#chunks.get(number)!;
      Object.assign(result.#chunk(number), { from, to });
      bits?.forEach((word, i) => {
        if (word === 0) return;
        let [below, here, above] = [0, word, 0];
        for (let shift = 1; shift <= rows; shift++) {
          here |= (word << shift) | (word >>> shift);
          above |= word >>> (32 - shift);
          below |= word << (32 - shift);
        }
        result.#merge(number, i - 1, below);
        result.#merge(number, i, here);
        result.#merge(number, i + 1, above);
      });
    }
    for (const chunk of result.#chunks.values()) chunk.count = chunk.bits ? countBits(chunk.bits, 0, CHUNK_ROWS) : 0;
    return result;
  }

  #merge(number: number, word: number, value: number): void {
    if (value === 0) return;
    if (word < 0 && number === 0) return;
    const chunk = this.#chunk(word < 0 ? number - 1 : word >= WORDS ? number + 1 : number);
    chunk.bits ??= new Uint32Array(WORDS);
    chunk.bits[(word + WORDS) % WORDS] |= value;
  }

  #chunk(number: number): Chunk {
    const known = this.#chunks.get(number);
    if (known !== undefined) return known;
    const chunk: Chunk = { from: 0, to: 0, count: 0, bits: null };
    this.#chunks.set(number, chunk);
    const last = this.#order.at(-1);
    this.#order.push(number);
    if (last !== undefined && last > number) this.#order.sort((a, b) => a - b);
    return chunk;
  }

  #add(chunk: Chunk, id: number): void {
    chunk.bits ??= new Uint32Array(WORDS);
    const bit = id % CHUNK_ROWS;
    const [word, flag] = [bit >>> 5, 1 << (bit & 31)];
    if ((chunk.bits[word] & flag) !== 0) return;
    chunk.bits[word] |= flag;
    chunk.count++;
  }
}

function countBits(bits: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let word = from >>> 5; word << 5 < to; word++) {
    const low = Math.max(0, from - (word << 5));
    sum += popCount(bits[word] & mask(low, Math.min(32, to - (word << 5))));
  }
  return sum;
}

function nextBit(bits: Uint32Array, from: number): number | undefined {
  let value = bits[from >>> 5] & mask(from & 31, 32);
  for (let word = from >>> 5; word < WORDS; value = bits[++word]) {
    if (value !== 0) return (word << 5) + 31 - Math.clz32(value & -value);
  }
  return undefined;
}

function previousBit(bits: Uint32Array, to: number): number | undefined {
  for (let word = (to - 1) >>> 5; word >= 0; word--) {
    const value = bits[word] & mask(0, Math.min(32, to - (word << 5)));
    if (value !== 0) return (word << 5) + 31 - Math.clz32(value);
  }
  return undefined;
}

function bitAt(bits: Uint32Array, from: number, index: number): number {
  let word = from >>> 5;
  let value = bits[word] & mask(from & 31, 32);
  for (let left = index;;) {
    const here = popCount(value);
    if (left < here) {
      for (; left > 0; left--) value &= value - 1;
      return (word << 5) + 31 - Math.clz32(value & -value);
    }
    left -= here;
    value = bits[++word];
  }
}
