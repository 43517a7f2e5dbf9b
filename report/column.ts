/** Whole numbers from 0 to 2^53, in seven bits a byte, the lowest first. */
export class ColumnWriter {
  #bytes = new Uint8Array(1 << 12);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written; valid until more is. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Adds a number; returns where it begins. */
  add(value: number): number {
    const at = this.#length;
    this.#reserve(8);
    while (value >= 0x80) {
      this.#bytes[this.#length++] = (value % 0x80) | 0x80;
      value = value < 0x80000000 ? value >>> 7 : Math.floor(value / 0x80);
    }
    this.#bytes[this.#length++] = value;
    return at;
  }

  /** Puts another number below 128 where one is. */
  replace(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  /** Adds bytes as they are. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Adds text in UTF-8; returns its length in bytes. */
  text(text: string): number {
    this.#reserve(text.length * 3);
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#length));
    this.#length += written;
    return written;
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}

const encoder = new TextEncoder();

/** Reads what a `ColumnWriter` wrote, one number after the other. Behind the end there are zeros. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether all was read. */
  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  next(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++] ?? 0;
    if (byte < 0x80) return byte;
    let value = 0;
    let unit = 1;
    while (byte >= 0x80) {
      value += (byte & 0x7f) * unit;
      unit *= 0x80;
      byte = bytes[this.#at++] ?? 0;
    }
    return value + byte * unit;
  }

  /** The rest as bytes. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }
}

/** Puts columns together: the length of each, then each. */
export function joinColumns(columns: readonly Uint8Array[]): Uint8Array {
  const joined = new ColumnWriter();
  for (const column of columns) joined.add(column.length);
  for (const column of columns) joined.append(column);
  return joined.bytes;
}

/** Takes columns apart again. */
export function splitColumns(bytes: Uint8Array, count: number): Uint8Array[] {
  const head = new ColumnReader(bytes);
  const lengths = Array.from({ length: count }, () => head.next());
  const rest = head.rest();
  let at = 0;
  return lengths.map((length) => rest.subarray(at, at += length));
}
