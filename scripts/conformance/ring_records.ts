import { fromBinary } from "@bufbuild/protobuf";
import { Kind, RecordSchema } from "../../proto/trace_pb.ts";
import { Block, BLOCK_HEADER_BYTES, BlockFloat, Header, HEADER_BYTES, LENGTH_BYTES } from "../../ring/layout.ts";
import type { Step } from "../../tests/trace_rules.ts";

const KINDS: Readonly<Record<number, Step["kind"]>> = {
  [Kind.CALL]: "call",
  [Kind.RETURN]: "return",
  [Kind.EXCEPTION]: "exception",
  [Kind.YIELD]: "yield",
  [Kind.AWAIT]: "await",
  [Kind.RESUME]: "resume",
};

/** The records in a ring as it was when its process ended; undefined where there are more than one block of them. */
export function recordsOf(ring: Uint8Array): Step[] | undefined {
  const { buffer } = ring;
  const ints = new Int32Array(buffer);
  if (ints[Header.HEAD] !== 1) return undefined;
  const start = HEADER_BYTES + ints[Header.BLOCK_SIZE];
  const used = ints[(start >> 2) + Block.USED];
  let calls = new Float64Array(buffer)[(start >> 3) + BlockFloat.CALLS];
  const bytes = ring.subarray(start + BLOCK_HEADER_BYTES, start + BLOCK_HEADER_BYTES + used);
  const steps: Step[] = [];
  for (let at = 0; at < used;) {
    const length = (bytes[at] & 127) | (bytes[at + 1] << 7);
    const record = fromBinary(RecordSchema, bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length));
    at += LENGTH_BYTES + length;
    const kind = KINDS[record.kind];
    if (kind === undefined) continue;
    if (kind === "call") calls++;
    const call = calls - record.call;
    steps.push({ kind, call, parent: kind === "call" ? call - 1 - record.parent : 0, func: `f${record.function}` });
  }
  return steps;
}
