/** The writing thread of the stress test: hammers a ring with records that can be checked, until so many are written. */
import { workerData } from "node:worker_threads";
import {
  Block,
  BLOCK_HEADER_BYTES,
  createRing,
  Header,
  HEADER_BYTES,
  openBlock,
  publish,
  ringBytes,
  State,
} from "./mod.ts";

const { buffer, blockSize, blockCount, records } = workerData as {
  buffer: SharedArrayBuffer;
  blockSize: number;
  blockCount: number;
  records: number;
};
if (buffer.byteLength < ringBytes(blockSize, blockCount)) throw new RangeError("The ring is too small");
const ring = createRing(buffer, { blockSize, blockCount, pid: 1, tid: 1, clockNs: 0, wallMs: 0 });
const { bytes, ints } = ring;
let at = 0;
let start = 0;
for (let record = 0; record < records; record++) {
  const size = 12 + (Math.imul(record, 2654435761) >>> 24);
  if (start === 0 || at + size + 2 > start + blockSize) {
    at = openBlock(ring, record, record, record);
    start = HEADER_BYTES + (ring.head % blockCount) * blockSize;
  }
  bytes[at] = 0x80 | (size & 0x7f);
  bytes[at + 1] = size >> 7;
  for (let i = 0; i < 4; i++) bytes[at + 2 + i] = record >>> (8 * i);
  bytes.fill(record & 0xff, at + 6, at + 2 + size);
  at += size + 2;
  ints[(start >> 2) + Block.USED] = at - start - BLOCK_HEADER_BYTES;
  if (record % 50 === 0) publish(ring);
}
Atomics.store(ints, Header.STATE, State.CLOSED);
