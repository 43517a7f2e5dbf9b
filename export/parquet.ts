/**
 * Apache Parquet, for DuckDB, Spark, Trino, ClickHouse and pandas. https://parquet.apache.org/docs/file-format/
 *
 * @module
 */
import { ByteWriter } from "hyparquet-writer";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { argumentsToJson, resultToJson } from "./arguments_json.ts";
import { type CallRow, clockOf, eachCall } from "./call_rows.ts";
import type { Exporter, ExportSource } from "./format.ts";
import {
  CodedColumn,
  type FileMetaData,
  GROUP_ROWS,
  LongColumn,
  type ParquetColumn,
  type SchemaElement,
  TextColumn,
} from "./parquet_columns.ts";
import type { Sink } from "./sink.ts";

/** A group of rows ends when its texts have so many bytes. */
const GROUP_BYTES = 1 << 23;
/** `PAR1`, at both ends of a file. */
const MAGIC = 0x31524150;

/** Writes a row for each call; arguments and results are JSON text. */
export const exportParquet: Exporter = (source, sink) => {
  const file = new ParquetFile(source, sink);
  const omissions = eachCall(source, true, (row) => file.add(row));
  file.finish();
  return { omissions, notes: [] };
};

const TYPES = {
  long: { type: "INT64" },
  int: { type: "INT32" },
  time: { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" } },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
} as const;

/** An element of the schema, as the format's own description has them. `?`: a row may be without one. */
function element(name: string, type: keyof typeof TYPES, mark?: "?"): SchemaElement {
  return { name, repetition_type: mark === "?" ? "OPTIONAL" : "REQUIRED", ...TYPES[type] };
}

class ParquetFile {
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #clock: ReturnType<typeof clockOf>;
  readonly #out = new ByteWriter(1 << 21);
  readonly #columns = {
    id: new LongColumn(element("id", "long")),
    kind: new CodedColumn<CallRow["kind"]>(element("kind", "text")),
    time: new LongColumn(element("time", "time")),
    at: new LongColumn(element("at", "long")),
    pid: new CodedColumn<number>(element("pid", "long")),
    tid: new CodedColumn<number>(element("tid", "long")),
    module: new CodedColumn<string>(element("module", "text", "?")),
    func: new CodedColumn<string>(element("func", "text", "?")),
    line: new CodedColumn<number>(element("line", "int", "?")),
    depth: new CodedColumn<number>(element("depth", "int")),
    parent: new LongColumn(element("parent", "long", "?")),
    args: new TextColumn(element("args", "text")),
    duration: new LongColumn(element("duration", "long", "?")),
    result: new TextColumn(element("result", "text", "?")),
    exception: new TextColumn(element("exception", "text", "?")),
    lost: new LongColumn(element("lost", "long", "?")),
  };
  /** Codes of what is the same for each call of a function, and of a thread. */
  readonly #functions: { module: number; func: number; line: number }[] = [];
  readonly #threads: { pid: number; tid: number }[] = [];
  readonly #groups: FileMetaData["row_groups"] = [];
  #rows = 0;
  #written = 0;

  constructor(source: ExportSource, sink: Sink) {
    this.#source = source;
    this.#sink = sink;
    this.#clock = clockOf(source);
    this.#out.appendUint32(MAGIC);
  }

  add(row: CallRow): void {
    const columns = this.#columns;
    columns.id.add(row.id);
    columns.kind.add(columns.kind.code(row.kind));
    this.#clock.set(row.at);
    columns.time.addHalves(this.#clock.high, this.#clock.low);
    columns.at.add(row.at);
    const { pid, tid } = this.#threads[row.thread] ??= this.#thread(row.thread);
    columns.pid.add(pid);
    columns.tid.add(tid);
    if (row.kind === "lost") {
      columns.module.addNothing();
      columns.func.addNothing();
      columns.line.addNothing();
    } else {
      const { module, func, line } = this.#functions[row.function] ??= this.#function(row.function);
      columns.module.add(module);
      columns.func.add(func);
      columns.line.add(line);
    }
    columns.depth.add(columns.depth.code(row.depth));
    addIf(columns.parent, row.parent);
    columns.args.add(argumentsToJson(row.args, row.data, row.kind === "log" ? 1 : 0));
    addIf(columns.duration, row.duration);
    const result = resultToJson(row.endArgs, row.endData);
    const [filled, empty] = row.threw ? [columns.exception, columns.result] : [columns.result, columns.exception];
    if (result === undefined) filled.addNothing();
    else filled.add(result);
    empty.addNothing();
    addIf(columns.lost, row.lost);
    const bytes = columns.args.length + columns.result.length + columns.exception.length;
    if (++this.#rows >= GROUP_ROWS || bytes >= GROUP_BYTES) this.#write();
  }

  finish(): void {
    if (this.#rows > 0) this.#write();
    const columns: ParquetColumn[] = Object.values(this.#columns);
    // `metadata_length` is known to those who read alone.
    writeMetadata(this.#out, {
      version: 2,
      created_by: "tstrace",
      schema: [{ name: "schema", num_children: columns.length }, ...columns.map(({ element }) => element)],
      num_rows: BigInt(this.#written),
      row_groups: this.#groups,
      metadata_length: 0,
    });
    this.#out.appendUint32(MAGIC);
    this.#pass();
  }

  #thread(id: number): { pid: number; tid: number } {
    const { pid = 0, tid = 0 } = this.#source.catalogue.threads.get(id) ?? {};
    return { pid: this.#columns.pid.code(pid), tid: this.#columns.tid.code(tid) };
  }

  #function(id: number): { module: number; func: number; line: number } {
    const { module, name, line } = this.#source.catalogue.function(id);
    const columns = this.#columns;
    return { module: columns.module.code(module), func: columns.func.code(name), line: columns.line.code(line) };
  }

  #write(): void {
    const began = this.#out.offset;
    const columns = Object.values(this.#columns).map((column) => column.write(this.#out));
    this.#groups.push({
      columns,
      num_rows: BigInt(this.#rows),
      total_byte_size: columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      total_compressed_size: BigInt(this.#out.offset - began),
    });
    this.#written += this.#rows;
    this.#rows = 0;
    this.#pass();
  }

  /** Passes on what was written, and begins at the start of the buffer again; the offsets in the file go on. */
  #pass(): void {
    const out = this.#out;
    this.#sink.bytes(new Uint8Array(out.buffer, 0, out.index));
    out.index = 0;
  }
}

function addIf(column: LongColumn, value: number | null): void {
  if (value === null) column.addNothing();
  else column.add(value);
}
