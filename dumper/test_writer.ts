/** Writes records for the tests of the dumper, with the generated protobuf code. */
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { type Container, Kind, RecordSchema, type Value, ValueSchema } from "../proto/trace_pb.ts";
import { Block, BLOCK_HEADER_BYTES, createRing, HEADER_BYTES, openBlock, publish, ringBytes } from "../ring/mod.ts";
import type { RingWriter } from "../ring/mod.ts";

/** What a value has beside its kind. */
type Rest = Partial<Pick<Value, "type" | "text" | "keys" | "items" | "size" | "textSize">>;

/** A `Value` message. */
export function value(kind: NonNullable<MessageInitShape<typeof ValueSchema>["kind"]>, rest: Rest = {}): Value {
  return create(ValueSchema, { ...rest, kind });
}

export function int(number: number): Value {
  return value({ case: "int", value: BigInt(number) });
}

export function text(string: string, size = 0): Value {
  return value({ case: "string", value: string }, { size });
}

/** A container with items; `keys` in pairs with them. */
export function container(kind: Container, rest: Rest): Value {
  return value({ case: "container", value: kind }, rest);
}

/** The bytes of a record. */
export function record(init: MessageInitShape<typeof RecordSchema>): Uint8Array {
  return toBinary(RecordSchema, create(RecordSchema, init));
}

export interface RingSettings {
  blockSize?: number;
  blockCount?: number;
  tid?: number;
  clockNs?: number;
  wallMs?: number;
}

/** A traced thread: counts its calls as a probe does, `clock` (ns) is the time of the next record. */
export class TestWriter {
  readonly buffer: SharedArrayBuffer;
  readonly ring: RingWriter;
  clock: number;
  calls = 0;
  written = 0;
  readonly #blockSize: number;
  #at = 0;
  #end = 0;
  #last: number;

  constructor(settings: RingSettings = {}) {
    const { blockSize = 32768, blockCount = 8, tid = 1, clockNs = 0, wallMs = 0 } = settings;
    this.#blockSize = blockSize;
    this.buffer = new SharedArrayBuffer(ringBytes(blockSize, blockCount));
    this.ring = createRing(this.buffer, { blockSize, blockCount, pid: 1, tid, clockNs, wallMs });
    this.clock = clockNs;
    this.#last = clockNs;
  }

  /** Writes a CALL below the call `parent` (0: none) and returns its id. */
  call(fn: number, parent: number, values: Value[] = []): number {
    this.#write((elapsed) => record({ kind: Kind.CALL, elapsed, function: fn, parent: this.calls - parent, values }));
    return ++this.calls;
  }

  /** Writes a record of another kind about the call `id`. */
  event(kind: Kind, fn: number, id: number, values: Value[] = []): void {
    this.#write((elapsed) => record({ kind, elapsed, function: fn, call: this.calls - id, values }));
  }

  /** Writes bytes that stand for a record. */
  bytes(content: Uint8Array): void {
    this.#write(() => content);
  }

  publish(): void {
    publish(this.ring);
  }

  #write(make: (elapsed: bigint) => Uint8Array): void {
    const { ring } = this;
    let content = make(BigInt(this.clock - this.#last));
    if (this.#at + 2 + content.length > this.#end) {
      this.#at = openBlock(ring, this.clock, this.calls, this.written);
      this.#end = this.#at - BLOCK_HEADER_BYTES + this.#blockSize;
      content = make(0n);
    }
    ring.bytes[this.#at] = 0x80 | (content.length & 0x7f);
    ring.bytes[this.#at + 1] = content.length >> 7;
    ring.bytes.set(content, this.#at + 2);
    this.#at += 2 + content.length;
    const start = HEADER_BYTES + (ring.head % ring.blockCount) * this.#blockSize;
    ring.ints[(start >> 2) + Block.USED] = this.#at - start - BLOCK_HEADER_BYTES;
    this.#last = this.clock;
    this.written++;
  }
}
