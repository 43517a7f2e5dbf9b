import type { Chunk, RingReader } from "../ring/mod.ts";
import type { Spill } from "./spill.ts";

const NOTHING = new Uint8Array(0);

/** A chunk whose bytes may have to be read first. */
interface WaitingChunk extends Chunk {
  read?: () => Uint8Array;
  /** The same, and they can be read again. */
  look?: () => Uint8Array;
}

/**
 * The chunks of one ring that wait to be stored. Those that were read are kept until `mark`, as the transaction that
 * stores them may fail: `rewind` goes back.
 */
export class ChunkQueue {
  /** Bytes of the chunks that wait. */
  bytes = 0;
  /** Bytes in memory, of those too that were read and are kept. */
  memoryBytes = 0;
  /** Chunks that waited on disk. */
  spilled = 0;

  readonly #reader: RingReader;
  #chunks: WaitingChunk[] = [];
  /** The chunk to be read next, and the same at the mark. */
  #next = 0;
  #marked = 0;
  /** The chunk to be looked at next. */
  #ahead = 0;

  /** `reader` gives the memory of chunks, and gets it back. */
  constructor(reader: RingReader) {
    this.#reader = reader;
  }

  /** Takes in a chunk, which waits on disk where `spill` is given and takes it. Returns how many bytes it has in memory. */
  add(chunk: Chunk, spill?: Spill): number {
    const part = spill?.write(chunk.bytes);
    this.bytes += chunk.bytes.length;
    if (spill && part) {
      this.spilled++;
      const buffer = (): Uint8Array => this.#reader.buffer(part.length);
      const reads = { read: () => spill.read(part, buffer()), look: () => spill.look(part, buffer()) };
      this.#chunks.push({ ...chunk, bytes: NOTHING, ...reads });
      this.#reader.recycle(chunk.bytes);
      return 0;
    }
    this.#chunks.push(chunk);
    this.memoryBytes += chunk.bytes.length;
    return chunk.bytes.length;
  }

  /** The next chunk, its bytes in memory; undefined where none waits. */
  next(): Chunk | undefined {
    if (this.#next >= this.#chunks.length) return undefined;
    const chunk = this.#chunks[this.#next++];
    if (chunk.read) {
      chunk.bytes = chunk.read();
      chunk.read = undefined;
      chunk.look = undefined;
      this.memoryBytes += chunk.bytes.length;
    }
    this.bytes -= chunk.bytes.length;
    return chunk;
  }

  /** Whether there is a chunk that was not looked at. */
  get hasAhead(): boolean {
    return this.#ahead < this.#chunks.length;
  }

  /** The next chunk for somebody who goes ahead, not behind `next`; until `looked`. */
  look(): Chunk {
    const chunk = this.#chunks[this.#ahead++];
    return chunk.look ? { ...chunk, bytes: chunk.look() } : chunk;
  }

  /** A chunk that `look` gave is needed no more. */
  looked(chunk: Chunk & { look?: unknown }): void {
    if (chunk.look) this.#reader.recycle(chunk.bytes);
  }

  /** What was read is needed no more, but for the chunk that `next` gave last. */
  mark(): void {
    const last = Math.max(0, this.#next - 1);
    for (let index = Math.max(0, this.#marked - 1); index < last; index++) {
      const { bytes } = this.#chunks[index];
      this.memoryBytes -= bytes.length;
      this.#chunks[index].bytes = NOTHING;
      this.#reader.recycle(bytes);
    }
    // Shifting an array costs its length: what was read is let go of in larger pieces.
    if (last >= 16) {
      this.#chunks = this.#chunks.slice(last);
      this.#next -= last;
      this.#ahead -= last;
    }
    this.#marked = this.#next;
  }

  /** Goes back to the mark. */
  rewind(): void {
    while (this.#next > this.#marked) this.bytes += this.#chunks[--this.#next].bytes.length;
  }
}
