/**
 * Writes traces in the formats of other tools.
 *
 * @module
 */
import { exportChrome } from "./chrome.ts";
import { exportCpuProfile } from "./cpuprofile.ts";
import { exportCsv } from "./csv.ts";
import { exportFolded } from "./folded.ts";
import type { Exporter } from "./format.ts";
import { exportJsonLines } from "./jsonl.ts";
import { exportOtlp } from "./otlp.ts";
import { exportParquet } from "./parquet.ts";
import { exportPerfetto } from "./perfetto.ts";
import { exportSpeedscope } from "./speedscope.ts";

export type { Exporter, ExportSource, Result } from "./format.ts";
export { writeOtlp } from "./otlp.ts";
export { Sink } from "./sink.ts";

/** A format, and whether it is text. */
export interface Format {
  exporter: Exporter;
  isText: boolean;
  /** How files of it are called. */
  extension: string;
}

/** The formats by their names. */
export const FORMATS: Readonly<Record<string, Format>> = {
  perfetto: { exporter: exportPerfetto, isText: false, extension: "pftrace" },
  chrome: { exporter: exportChrome, isText: true, extension: "json" },
  speedscope: { exporter: exportSpeedscope, isText: true, extension: "speedscope.json" },
  cpuprofile: { exporter: exportCpuProfile, isText: true, extension: "cpuprofile" },
  folded: { exporter: exportFolded, isText: true, extension: "folded" },
  parquet: { exporter: exportParquet, isText: false, extension: "parquet" },
  otlp: { exporter: exportOtlp, isText: false, extension: "otlp" },
  jsonl: { exporter: exportJsonLines, isText: true, extension: "jsonl" },
  csv: { exporter: exportCsv, isText: true, extension: "csv" },
};
