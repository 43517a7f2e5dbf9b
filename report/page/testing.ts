import { type Recorder, withRecording } from "../../analysis/testing.ts";
import { chooseCalls, currentRange, readCatalogue, rowStatistics, type Statistics } from "../../analysis/mod.ts";
import { Sink } from "../../export/mod.ts";
import { createFilter } from "../../filter/mod.ts";
import { type ReportFacts, writeReport } from "../writer.ts";
import { type Model, type PageText, readModel } from "./model.ts";

/** A report, and what the analyses say of the same recording. */
export interface Written {
  html: string;
  statistics: Statistics;
}

/** Writes a report of what `record` records. */
export function written(record: (recorder: Recorder) => void, facts: Partial<ReportFacts> = {}): Written {
  return withRecording(record, (reader) => {
    const range = currentRange(reader);
    const filter = facts.filter === undefined ? undefined : createFilter(facts.filter, reader);
    const source = {
      ...{ reader, range, catalogue: readCatalogue(reader) },
      chosen: filter && chooseCalls(filter, reader, range),
    };
    const pieces: Uint8Array[] = [];
    const sink = new Sink((bytes) => void pieces.push(bytes.slice()));
    writeReport(source, sink, "<title>tstrace report</title><!--data--><!--values--></body>", {
      version: "0",
      ...facts,
    });
    sink.end();
    return {
      html: pieces.map((piece) => new TextDecoder().decode(piece)).join(""),
      statistics: rowStatistics(reader, filter).read("function"),
    };
  });
}

/** Reads a report as the page does. */
export function readHtml(html: string): Promise<Model> {
  const elements = [...html.matchAll(/<script type="text\/plain" data-(\w+)(?:="(\d+)")?>([^<]*)<\/script>/g)];
  const named = (wanted: string) => elements.filter(([, name]) => name === wanted);
  const values = named("values");
  const page: PageText = {
    meta: named("meta")[0]?.[3] ?? "",
    blocks: named("events").map(([, , thread, text], index) => ({
      ...{ thread: Number(thread), takeEvents: () => text, values: () => Promise.resolve(values[index][3]) },
    })),
  };
  return readModel(page, () => Promise.resolve());
}
