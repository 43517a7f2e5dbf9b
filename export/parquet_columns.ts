/**
 * Columns of Parquet that are gathered as bytes and numbers, and written as a chunk for each group of rows. Headers are
 * those of `hyparquet-writer`, which would take the values as arrays too: for several times as much computing.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/
 *
 * @module
 */
import type { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import type { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { constants, zstdCompressSync } from "node:zlib";
import { writeUtf8 } from "./utf8.ts";

/** What stands at the end of a file. */
export type FileMetaData = Parameters<typeof writeMetadata>[1];
type ColumnChunk = FileMetaData["row_groups"][number]["columns"][number];
type ChunkStatistics = NonNullable<ColumnChunk["meta_data"]>["statistics"];
/** A column as the schema has it. */
export type SchemaElement = FileMetaData["schema"][number];

/** The most rows of a group, which is in memory until it is written. */
export const GROUP_ROWS = 1 << 16;

/** Readers of Parquet know it as well as Snappy, and all three runtimes bring it as machine code. */
const CODEC = "ZSTD";
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

function compress(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? bytes : zstdCompressSync(bytes, LEVEL);
}

/** A column: how it gathers values is up to each kind of them. */
export abstract class ParquetColumn {
  readonly element: SchemaElement;
  readonly #isThere = new Uint8Array(GROUP_ROWS / 8);
  #rows = 0;
  /** How many rows have a value. */
  protected count = 0;

  constructor(element: SchemaElement) {
    this.element = element;
  }

  /** A row without a value. */
  addNothing(): void {
    this.#rows++;
  }

  /** Notes that a row has a value; returns how many had one before. */
  protected note(): number {
    this.#isThere[this.#rows >> 3] |= 1 << (this.#rows & 7);
    this.#rows++;
    return this.count++;
  }

  /** Writes a chunk of what was gathered, and begins anew. */
  write(out: ByteWriter): ColumnChunk {
    const { type = "INT64", name } = this.element;
    const began = out.offset;
    const dictionary = this.dictionary();
    let uncompressed = 0;
    if (dictionary !== undefined) {
      const { bytes, count } = dictionary;
      const compressed = compress(bytes);
      writePageHeader(out, {
        ...{ type: "DICTIONARY_PAGE", uncompressed_page_size: bytes.length, compressed_page_size: compressed.length },
        dictionary_page_header: { num_values: count, encoding: "PLAIN" },
      });
      uncompressed += out.offset - began + bytes.length;
      out.appendBytes(compressed);
    }
    const pageBegan = out.offset;
    const encoding = dictionary === undefined ? "PLAIN" : "RLE_DICTIONARY";
    const levels = this.#levels();
    const values = this.values();
    const compressed = compress(values);
    writePageHeader(out, {
      type: "DATA_PAGE_V2",
      uncompressed_page_size: levels.length + values.length,
      compressed_page_size: levels.length + compressed.length,
      data_page_header_v2: {
        ...{ num_values: this.#rows, num_nulls: this.#rows - this.count, num_rows: this.#rows, encoding },
        ...{
          definition_levels_byte_length: levels.length,
          repetition_levels_byte_length: 0,
          is_compressed: values.length > 0,
        },
      },
    });
    uncompressed += out.offset - pageBegan + levels.length + values.length;
    out.appendBytes(levels);
    out.appendBytes(compressed);
    const chunk: ColumnChunk = {
      meta_data: {
        type,
        encodings: dictionary === undefined ? ["PLAIN"] : ["PLAIN", "RLE_DICTIONARY"],
        path_in_schema: [name],
        codec: CODEC,
        num_values: BigInt(this.#rows),
        total_compressed_size: BigInt(out.offset - began),
        total_uncompressed_size: BigInt(uncompressed),
        data_page_offset: BigInt(pageBegan),
        dictionary_page_offset: dictionary === undefined ? undefined : BigInt(began),
        statistics: this.statistics(BigInt(this.#rows - this.count)),
      },
      file_offset: BigInt(began),
    };
    this.#isThere.fill(0);
    this.#rows = this.count = 0;
    this.clear();
    return chunk;
  }

  /** Which rows have a value. */
  #levels(): Uint8Array {
    if (this.element.repetition_type !== "OPTIONAL") return new Uint8Array(0);
    if (this.count === 0 || this.count === this.#rows) return repeated(Math.sign(this.count), this.#rows, 1);
    const groups = Math.ceil(this.#rows / 8);
    return Uint8Array.from([...varint(groups << 1 | 1), ...this.#isThere.subarray(0, groups)]);
  }

  /** The values that others are numbers of. */
  protected dictionary(): { bytes: Uint8Array; count: number } | undefined {
    return undefined;
  }

  protected statistics(_nulls: bigint): ChunkStatistics {
    return undefined;
  }

  protected abstract values(): Uint8Array;
  protected abstract clear(): void;
}

/** Whole numbers of 64 bits, mostly different ones. */
export class LongColumn extends ParquetColumn {
  readonly #words = new Int32Array(2 * GROUP_ROWS);

  add(value: number): void {
    this.addHalves(Math.floor(value / 2 ** 32), value);
  }

  addHalves(high: number, low: number): void {
    const at = 2 * this.note();
    this.#words[at] = low;
    this.#words[at + 1] = high;
  }

  protected override values(): Uint8Array {
    return new Uint8Array(this.#words.buffer, 0, 8 * this.count);
  }

  /** They tell a reader which groups it can pass over. */
  protected override statistics(nulls: bigint): ChunkStatistics {
    const values = new BigInt64Array(this.#words.buffer, 0, this.count);
    if (values.length === 0) return { null_count: nulls };
    let [min, max] = [0, 0];
    for (let i = 1; i < values.length; i++) {
      if (this.#isLess(i, min)) min = i;
      else if (this.#isLess(max, i)) max = i;
    }
    return { null_count: nulls, min_value: values[min], max_value: values[max] };
  }

  #isLess(a: number, b: number): boolean {
    const words = this.#words;
    const difference = words[2 * a + 1] - words[2 * b + 1];
    return difference === 0 ? words[2 * a] >>> 0 < words[2 * b] >>> 0 : difference < 0;
  }

  protected override clear(): void {}
}

/** Values of which there are few: each is a number in the rows, and stands in a dictionary. */
export class CodedColumn<T extends string | number> extends ParquetColumn {
  readonly #values: T[] = [];
  readonly #codes = new Map<T, number>();
  readonly #rows = new Int32Array(GROUP_ROWS);
  /** Of this group, the place in its dictionary by code, from 1; and the codes by place. */
  #places: number[] = [];
  #used: number[] = [];

  /** The code of a value; to be kept by whoever adds it often. */
  code(value: T): number {
    let code = this.#codes.get(value);
    if (code === undefined) this.#codes.set(value, code = this.#values.push(value) - 1);
    return code;
  }

  add(code: number): void {
    this.#rows[this.note()] = (this.#places[code] ||= this.#used.push(code)) - 1;
  }

  protected override dictionary(): { bytes: Uint8Array; count: number } {
    const page = new Bytes(1 << 10);
    for (const code of this.#used) {
      const value = this.#values[code];
      if (typeof value === "string") page.text(value);
      else page.number(value, this.element.type === "INT32" ? 1 : 2);
    }
    return { bytes: page.written, count: this.#used.length };
  }

  protected override values(): Uint8Array {
    const width = Math.max(1, 32 - Math.clz32(this.#used.length - 1));
    const run = this.#used.length <= 1
      ? repeated(0, this.count, width)
      : packed(this.#rows.subarray(0, this.count), width);
    return Uint8Array.from([width, ...(this.count === 0 ? [] : run)]);
  }

  protected override clear(): void {
    this.#places = [];
    this.#used = [];
  }
}

/** Texts, mostly different ones. */
export class TextColumn extends ParquetColumn {
  readonly #bytes = new Bytes(1 << 18);

  /** How many bytes were gathered. */
  get length(): number {
    return this.#bytes.length;
  }

  add(text: string): void {
    this.note();
    this.#bytes.text(text);
  }

  protected override values(): Uint8Array {
    return this.#bytes.written;
  }

  protected override clear(): void {
    this.#bytes.clear();
  }
}

/** Values one behind the other, as the encoding PLAIN has them. */
class Bytes {
  #bytes: Uint8Array;
  #at = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  get length(): number {
    return this.#at;
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  clear(): void {
    this.#at = 0;
  }

  text(text: string): void {
    this.#reserve(text.length * 3 + 4);
    const length = writeUtf8(this.#bytes, this.#at + 4, text);
    this.number(length, 1);
    this.#at += length;
  }

  number(value: number, words: 1 | 2): void {
    this.#reserve(8);
    this.#word(value);
    if (words === 2) this.#word(Math.floor(value / 2 ** 32));
  }

  #word(value: number): void {
    for (let bits = 0; bits < 32; bits += 8) this.#bytes[this.#at++] = value >>> bits;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const more = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + count));
    more.set(this.#bytes);
    this.#bytes = more;
  }
}

/** A run of one number. */
function repeated(value: number, count: number, width: number): Uint8Array {
  const bytes = varint(count << 1);
  for (let bits = 0; bits < width; bits += 8) bytes.push(value >>> bits & 255);
  return Uint8Array.from(bytes);
}

/** A run of different numbers, `width` bits each, the lowest bit first, in groups of eight. */
function packed(values: Int32Array, width: number): Uint8Array {
  const groups = Math.ceil(values.length / 8);
  const head = varint(groups << 1 | 1);
  const bytes = new Uint8Array(head.length + groups * width);
  bytes.set(head);
  let at = head.length;
  let [buffer, bits] = [0, 0];
  for (const value of values) {
    buffer |= value << bits;
    for (bits += width; bits >= 8; bits -= 8, buffer >>>= 8) bytes[at++] = buffer;
  }
  if (bits > 0) bytes[at] = buffer;
  return bytes;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value >>>= 7) bytes.push(value & 127 | 128);
  bytes.push(value);
  return bytes;
}
