/** Takes numbered records out of a mapped ring and prints how many came, were lost, and were wrong. Arguments: file, bytes. */
import process from "node:process";
import { attachRing, type Chunk } from "../../ring/mod.ts";
import { currentRuntime } from "../../runtime/select.ts";
import { koffi } from "./ring_pair.ts";

const [path, bytes] = process.argv.slice(2);
const buffer = currentRuntime().mapFile(path, Number(bytes), koffi);
if (!buffer) throw new Error(`cannot map ${path}`);
let [next, wrong, blocks] = [0, 0, 0];

function check({ bytes, length, opens }: Chunk): void {
  if (opens) blocks++;
  for (let at = 0; at < length;) {
    const size = bytes[at] & 0x7f;
    const number = bytes[at + 2] | (bytes[at + 3] << 8) | (bytes[at + 4] << 16) | (bytes[at + 5] << 24);
    let right = number === next && size === 8 + (next & 15);
    for (let i = at + 6; i < at + 2 + size; i++) right &&= bytes[i] === (next & 0xff);
    if (!right) wrong++;
    next++;
    at += size + 2;
  }
}

let reader = attachRing(buffer);
while (!reader) reader = attachRing(buffer);
for (let closed = false; !closed;) {
  closed = reader.closed;
  for (let chunk = reader.take(closed); chunk; chunk = reader.take(closed)) {
    check(chunk);
    // The newest block may still grow.
    reader.drained = blocks - 1;
  }
}
console.log(JSON.stringify({ taken: next, wrong, lost: reader.lost, damaged: reader.damaged }));
