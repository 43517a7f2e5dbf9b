/** A small recording with everything that is hard to export, and what each format makes of it. */
import { createFileRegistry, type DescMessage, fromBinary, type Message } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { chooseCalls, currentRange, readCatalogue } from "../analysis/mod.ts";
import { type Recorder, withRecording } from "../analysis/testing.ts";
import { FORMATS, type Result, Sink } from "../export/mod.ts";
import { createFilter } from "../filter/mod.ts";
import { root } from "./runtimes.ts";

/** The name of a function that is nobody's friend. */
export const ODD_NAME = 'o"dd;</script>\n\u001b[31m – 日本 😀';

/** Calls in two processes: nested, waiting, throwing, unfinished, with lost traces and an event. */
export function program(r: Recorder): void {
  r.call("main");
  for (const rate of ["0.2", "0.5"]) {
    const total = r.call("Cart.total", ["rate", rate, "number"], ["note", '"a, \\"b\\"\\n"', "string"]);
    r.tick(2000);
    r.end(r.call(ODD_NAME));
    r.end(total, "61.2", "number");
  }
  const load = r.call("load", ["items", '{id: 1, tags: ["x"]}', "Object"]);
  r.wait(load);
  r.log("order", ["id", "7", "number"]);
  r.thread = 3;
  const other = r.call("main");
  r.fail(other, "no", "TypeError");
  r.thread = 1;
  r.resume(load);
  r.tick(3000);
  r.end(load, "undefined", "undefined");
  r.lost(42);
  r.call("unfinished");
}

/** What the recording, or what of it a filter finds, becomes in a format. */
export function exported(format: string, filter?: string, record = program): Result & { bytes: Uint8Array } {
  return withRecording(record, (reader) => {
    const range = currentRange(reader);
    const chosen = filter === undefined ? undefined : chooseCalls(createFilter(filter, reader), reader, range);
    const pieces: Uint8Array[] = [];
    const sink = new Sink((bytes) => void pieces.push(bytes.slice()));
    const result = FORMATS[format].exporter({ reader, range, catalogue: readCatalogue(reader), chosen }, sink);
    sink.end();
    return { ...result, bytes: new Uint8Array(Buffer.concat(pieces)) };
  });
}

/** The same as text. */
export function exportedText(format: string, filter?: string): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(exported(format, filter).bytes);
}

/** Reads a message by the definitions that its project publishes. */
// deno-lint-ignore no-explicit-any
export function decode(descriptors: string, name: string, bytes: Uint8Array): any {
  const set = gunzipSync(readFileSync(join(root, "tests/fixtures/protos", descriptors)));
  const type = createFileRegistry(fromBinary(FileDescriptorSetSchema, set)).getMessage(name) as DescMessage;
  return fromBinary(type, bytes);
}

/** Fields that the definitions do not know, in a message and all that is in it. */
export function unknownFields(message: Message): number {
  let count = message.$unknown?.length ?? 0;
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
    if ("$typeName" in value) count += unknownFields(value as Message);
    else Object.values(value).forEach(look);
  };
  for (const [name, value] of Object.entries(message)) if (name !== "$unknown") look(value);
  return count;
}
