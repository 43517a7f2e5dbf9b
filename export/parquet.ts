/**
 * Apache Parquet, for DuckDB, Spark, Trino, ClickHouse and pandas. https://parquet.apache.org/docs/file-format/
 *
 * @module
 */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { argumentsToJson, resultToJson } from "./arguments_json.ts";
import { type CallRow, clockOf, eachCall } from "./call_rows.ts";
import type { Exporter, ExportSource } from "./format.ts";
import type { Sink } from "./sink.ts";

/** Rows of a row group, which is in memory until it is written. */
const GROUP = 1 << 14;
/** What a row group takes at first, bytes. */
const GROUP_BYTES = 1 << 21;

/** The columns: their type, and whether a row may be without one. */
const COLUMNS = [
  { name: "id", type: "INT64", nullable: false },
  { name: "kind", type: "STRING", nullable: false },
  { name: "time", type: "TIME", nullable: false },
  { name: "at", type: "INT64", nullable: false },
  { name: "pid", type: "INT64", nullable: false },
  { name: "tid", type: "INT64", nullable: false },
  { name: "module", type: "STRING", nullable: true },
  { name: "func", type: "STRING", nullable: true },
  { name: "line", type: "INT32", nullable: true },
  { name: "depth", type: "INT32", nullable: false },
  { name: "parent", type: "INT64", nullable: true },
  { name: "args", type: "STRING", nullable: false },
  { name: "duration", type: "INT64", nullable: true },
  { name: "result", type: "STRING", nullable: true },
  { name: "exception", type: "STRING", nullable: true },
  { name: "lost", type: "INT64", nullable: true },
] as const;

type Cell = string | number | bigint | null | undefined;

/** Writes a row for each call; arguments and results are JSON text. */
export const exportParquet: Exporter = (source, sink) => {
  const groups = new Groups(source, sink);
  const omissions = eachCall(source, true, (row) => groups.add(row));
  groups.finish();
  return { omissions, notes: [] };
};

/** Elements of the schema, as the format's own description has them. */
function schema(): ConstructorParameters<typeof ParquetWriter>[0]["schema"] {
  return [
    { name: "schema", num_children: COLUMNS.length },
    ...COLUMNS.map(({ name, type, nullable }) => {
      const common = { name, repetition_type: nullable ? "OPTIONAL" as const : "REQUIRED" as const };
      if (type === "INT32" || type === "INT64") return { ...common, type };
      if (type === "TIME") {
        const logical_type = { type: "TIMESTAMP" as const, isAdjustedToUTC: true, unit: "NANOS" as const };
        return { ...common, type: "INT64" as const, logical_type };
      }
      return { ...common, type: "BYTE_ARRAY" as const, converted_type: "UTF8" as const };
    }),
  ];
}

class Groups {
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #clock: ReturnType<typeof clockOf>;
  readonly #bytes = new ByteWriter(GROUP_BYTES);
  readonly #writer: ParquetWriter;
  readonly #columns: Cell[][] = COLUMNS.map(() => []);

  constructor(source: ExportSource, sink: Sink) {
    this.#source = source;
    this.#sink = sink;
    this.#clock = clockOf(source);
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema: schema(), createdBy: "tstrace" });
  }

  add(row: CallRow): void {
    const { catalogue } = this.#source;
    const thread = catalogue.threads.get(row.thread);
    const isLost = row.kind === "lost";
    const { name, module, line } = catalogue.function(row.function);
    const result = resultToJson(row.endArgs, row.endData) ?? null;
    this.#clock.set(row.at);
    const time = BigInt(this.#clock.second) * 1_000_000_000n + BigInt(this.#clock.nanos);
    // deno-fmt-ignore
    const cells: Cell[] = [
      BigInt(row.id), row.kind, time, BigInt(row.at), BigInt(thread?.pid ?? 0), BigInt(thread?.tid ?? 0),
      isLost ? null : module, isLost ? null : name, isLost ? null : line, row.depth, whole(row.parent),
      argumentsToJson(row.args, row.data, row.kind === "log" ? 1 : 0), whole(row.duration),
      row.threw ? null : result, row.threw ? result : null, whole(row.lost),
    ];
    for (let i = 0; i < cells.length; i++) this.#columns[i].push(cells[i]);
    if (this.#columns[0].length >= GROUP) this.#write();
  }

  finish(): void {
    if (this.#columns[0].length > 0) this.#write();
    this.#writer.finish();
    this.#pass();
  }

  #write(): void {
    const columnData = COLUMNS.map(({ name, type, nullable }, i) => ({
      ...{ name, nullable, data: this.#columns[i] },
      // Numbers tell a reader which groups it can pass over, texts of values hardly do.
      statistics: type !== "STRING",
    }));
    this.#writer.write({ columnData, rowGroupSize: GROUP });
    for (const column of this.#columns) column.length = 0;
    this.#pass();
  }

  /** Passes on what was written, and begins at the start of the buffer again; the offsets in the file go on. */
  #pass(): void {
    const bytes = this.#bytes;
    this.#sink.bytes(new Uint8Array(bytes.buffer, 0, bytes.index));
    bytes.index = 0;
  }
}

function whole(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}
