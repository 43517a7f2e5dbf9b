/**
 * The ring between a traced thread and the dumper: one writer, one reader, plain shared bytes.
 *
 * @module
 */
export * from "./layout.ts";
export { attachRing, type Chunk, CHUNK_PADDING, RingReader, SETTLE_MS } from "./reader.ts";
export { type HeldCounts, HeldFunctions } from "./held.ts";
export { createRing, heldStart, openBlock, publish, ringBytes, type RingOptions, type RingWriter } from "./writer.ts";
