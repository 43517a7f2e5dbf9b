/** Writes numbered records into a mapped ring, as fast as its reader in another process takes them. Arguments: file, bytes, records. */
import process from "node:process";
import { Block, BLOCK_HEADER_BYTES, createRing, Header, HEADER_BYTES, openBlock, State } from "../../ring/mod.ts";
import { currentRuntime } from "../../runtime/select.ts";
import { koffi, RING } from "./ring_pair.ts";

const [path, bytes, records] = process.argv.slice(2);
const buffer = currentRuntime().mapFile(path, Number(bytes), koffi);
if (!buffer) throw new Error(`cannot map ${path}`);
const ring = createRing(buffer, { ...RING, pid: process.pid, tid: 1, clockNs: 0, wallMs: 0 });
let [at, start] = [0, 0];
for (let record = 0; record < Number(records); record++) {
  const size = 8 + (record & 15);
  if (start === 0 || at + size + 2 > start + RING.blockSize) {
    // The reader tells how many blocks it has taken whole.
    while (ring.head - Atomics.load(ring.ints, Header.DRAINED) > RING.blockCount - 2);
    at = openBlock(ring, record, record, record);
    start = HEADER_BYTES + (ring.head % RING.blockCount) * RING.blockSize;
  }
  ring.bytes[at] = 0x80 | size;
  ring.bytes[at + 1] = 0;
  for (let i = 0; i < 4; i++) ring.bytes[at + 2 + i] = record >>> (8 * i);
  ring.bytes.fill(record, at + 6, at + 2 + size);
  at += size + 2;
  ring.ints[(start >> 2) + Block.USED] = at - start - BLOCK_HEADER_BYTES;
}
Atomics.store(ring.ints, Header.STATE, State.CLOSED);
