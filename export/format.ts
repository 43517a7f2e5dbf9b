import type { Catalogue, Chosen, Omissions, Progress, Range } from "../analysis/mod.ts";
import type { StoreReader } from "../store/mod.ts";
import type { Sink } from "./sink.ts";

/** What is exported. */
export interface ExportSource {
  reader: StoreReader;
  range: Range;
  catalogue: Catalogue;
  /** Only these calls. */
  chosen?: Chosen;
  progress?: Progress;
}

/** Writes traces in a format of others, in one pass or a few, with memory that does not grow with their number. */
export type Exporter = (source: ExportSource, sink: Sink) => Result;

/** What an exporter has to say. */
export interface Result {
  omissions: Omissions;
  /** What the format could not take. */
  notes: string[];
}
