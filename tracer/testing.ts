/**
 * For tests: runs a piece of JavaScript with probes and tells what they recorded, a line a record.
 *
 * @module
 */
import { fromBinary } from "@bufbuild/protobuf";
import { Constant, Container, Kind, type Record, RecordSchema, type Value } from "../proto/trace_pb.ts";
import { Block, BLOCK_HEADER_BYTES, BlockFloat, Control, Header, HEADER_BYTES, LENGTH_BYTES } from "../ring/layout.ts";
import { HeldFunctions } from "../ring/mod.ts";
import { createRing, ringBytes, type RingOptions, type RingWriter } from "../ring/writer.ts";
import { fillSlots } from "./instrument/edits.ts";
import { instrument } from "./instrument/instrument.ts";
import { probes } from "./probes.ts";
import { startRecording } from "./recorder.ts";

const BLOCK_SIZE = 1 << 20;

/** A ring that the recorder of this thread writes into from now on, and what is in it. */
export class TestRing {
  readonly writer: RingWriter;
  /** How often the clock was read, which shows ten times that. */
  readings = 0;
  readonly #buffer = new SharedArrayBuffer(ringBytes(BLOCK_SIZE, 4));

  constructor(more: Partial<RingOptions> = {}) {
    const options = { blockSize: BLOCK_SIZE, blockCount: 4, pid: 1, tid: 1, clockNs: 0, wallMs: 0, ...more };
    this.writer = createRing(this.#buffer, options);
    startRecording(this.writer, () => 10 * ++this.readings);
  }

  /** What the reader of the ring says is not to be recorded; `apply` tells it the probes. */
  held(): { held: HeldFunctions; apply: () => void } {
    const held = new HeldFunctions(this.#buffer, BLOCK_SIZE, 4);
    const apply = (): void => void (new Int32Array(this.#buffer)[Header.CONTROL] = held.any ? Control.SELECTED : 1);
    return { held, apply };
  }

  /** The records of the first block, each with the id of its call and of that call's parent. */
  records(): { record: Record; call: number; parent: number }[] {
    const start = HEADER_BYTES + BLOCK_SIZE;
    const used = new Int32Array(this.#buffer)[(start >> 2) + Block.USED];
    let calls = new Float64Array(this.#buffer)[(start >> 3) + BlockFloat.CALLS];
    const bytes = new Uint8Array(this.#buffer).slice(start + BLOCK_HEADER_BYTES, start + BLOCK_HEADER_BYTES + used);
    const records = [];
    for (let at = 0; at < used;) {
      const length = (bytes[at] & 127) | (bytes[at + 1] << 7);
      const record = fromBinary(RecordSchema, bytes.subarray(at + LENGTH_BYTES, at + LENGTH_BYTES + length));
      at += LENGTH_BYTES + length;
      if (record.kind === Kind.CALL) calls++;
      const call = calls - record.call;
      records.push({ record, call, parent: record.kind === Kind.CALL ? call - 1 - record.parent : 0 });
    }
    return records;
  }
}

/** What came of a traced piece of code. */
export interface Traced<T> {
  result: T;
  /** Such as `  > f(1)`, `  < f 2`, `  ! f TypeError: no`, `  ~ f` (waits), `  ^ f` (goes on); indented by depth. */
  trace: () => string[];
  /** By name: holds functions back from now on, or no longer. */
  hold: (name: string, bit: number, on?: boolean) => HeldFunctions;
}

/** Runs the body of a function with probes; `result` is what it returns. */
export function traceSource<T = unknown>(body: string): Traced<T> {
  const { code, slots, functions, probes: name } = instrument(body, { typescript: false, jsx: false });
  const ring = new TestRing();
  const run = new Function(name, fillSlots(code, slots, 0));
  const trace = (): string[] => {
    const depths = new Map<number, number>([[0, -1]]);
    return ring.records().map(({ record, call, parent }) => {
      if (record.kind === Kind.CALL) depths.set(call, (depths.get(parent) ?? 0) + 1);
      const { name } = functions[record.function];
      const values = record.values.map(showValue);
      const text = record.kind === Kind.CALL ? `${name}(${values.join(", ")})` : [name, ...values].join(" ");
      return `${"  ".repeat(Math.max(0, depths.get(call) ?? 0))}${SIGNS[record.kind]} ${text}`;
    });
  };
  const { held, apply } = ring.held();
  const hold = (name: string, bit: number, on = true): HeldFunctions => {
    functions.forEach((fn, i) => fn.name === name && held.set(i, bit, on));
    apply();
    return held;
  };
  return { result: run(probes), trace, hold };
}

const SIGNS = [">", "<", "!", "=", "…", "^", "~", "^"].map((sign, kind) => kind === Kind.YIELD ? "%" : sign);

/** A decoded value in short. */
export function showValue(value: Value): string {
  const { kind, items, keys, type, text, size } = value;
  const more = size > 0 ? `+${size}` : "";
  switch (kind.case) {
    case "constant":
      return [
        "undefined",
        "null",
        "true",
        "false",
        "[redacted]",
        "<hole>",
        "<getter>",
        "<unseen>",
      ][kind.value as Constant];
    case "string":
      return JSON.stringify(kind.value) + more;
    case "bigint":
      return `${kind.value}n`;
    case "symbol":
      return `Symbol(${kind.value})`;
    case "function":
    case "class":
      return `${kind.case} ${kind.value}`;
    case "reference":
      return `#${kind.value}`;
    case "container": {
      const shown = keys.length > 0
        ? `{${keys.map((key, i) => `${key}: ${showValue(items[i])}`).join(", ")}}`
        : `[${items.map(showValue).join(", ")}]`;
      return `${type || ["Object", "Array"][kind.value as Container]}${text && ` ${text}`}${shown}${more}`;
    }
    default:
      return String(Object.is(kind.value, -0) ? "-0" : kind.value);
  }
}
