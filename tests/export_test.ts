/** Exports, read by those that they are for: published definitions, DevTools' own engine, DuckDB. */
import { DuckDBInstance } from "@duckdb/node-api";
import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import type { Recorder } from "../analysis/testing.ts";
import { decode, exported, exportedText, ODD_NAME, unknownFields } from "./export_source.ts";
import { addTraces, makeDatabase } from "./reader_database.ts";
import { environment, inDirectory, run, runTstrace, tstraceCommand } from "./runtimes.ts";

/** What is asked of a file in a format that DuckDB reads. */
async function ask(file: string, bytes: Uint8Array, query: (path: string) => string): Promise<unknown[][]> {
  let rows: unknown[][] = [];
  await inDirectory(async (directory) => {
    const path = join(directory, file);
    writeFileSync(path, bytes);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const result = await connection.runAndReadAll(query(`'${path}'`));
    connection.closeSync();
    rows = result.getRowsJson() as unknown[][];
  });
  return rows;
}

test("Perfetto's definitions know all that is written for it, and its slices close", () => {
  const trace = decode("perfetto.binpb.gz", "perfetto.protos.Trace", exported("perfetto").bytes);
  assert.equal(unknownFields(trace), 0);
  const names = new Map<bigint, string>();
  const open = new Map<bigint, string[]>();
  const closed: string[] = [];
  const instants: string[] = [];
  const annotations: string[] = [];
  const keys = new Map<bigint, string>();
  for (const { data, interned_data: _, internedData } of trace.packet) {
    for (const { iid, name } of internedData?.eventNames ?? []) names.set(iid, name);
    for (const { iid, name } of internedData?.debugAnnotationNames ?? []) keys.set(iid, name);
    if (data.case !== "trackEvent") continue;
    const { type, trackUuid, nameField, debugAnnotations } = data.value;
    const name = names.get(nameField.value) ?? "";
    for (const { nameField, value } of debugAnnotations) {
      annotations.push(`${keys.get(nameField.value)}=${value.value}`);
    }
    if (type === 1) open.set(trackUuid, [...open.get(trackUuid) ?? [], name]);
    else if (type === 2) closed.push(open.get(trackUuid)?.pop() ?? "nothing");
    else instants.push(name);
  }
  assert.deepEqual([...open.values()].flat(), []);
  assert.deepEqual(
    closed.toSorted(),
    [
      ...["Cart.total", "Cart.total", "load", "load", "load", "main", "main", ODD_NAME, ODD_NAME, "unfinished"],
    ].toSorted(),
  );
  assert.deepEqual(instants, ['"order"', "exception", "42 traces lost"]);
  for (const annotation of ["rate=0.2", "return value=61.2", "exception=no", "id=7"]) {
    assert.ok(annotations.includes(annotation), annotation);
  }
});

test("OpenTelemetry's definitions know all that is written for it, and spans hang together", () => {
  const { bytes, omissions } = exported("otlp");
  const request = decode(
    "opentelemetry.binpb.gz",
    "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest",
    bytes,
  );
  assert.equal(unknownFields(request), 0);
  assert.equal(request.resourceSpans.length, 2);
  // deno-lint-ignore no-explicit-any
  const spans: any[] = request.resourceSpans.flatMap(({ scopeSpans }: any) => scopeSpans[0].spans);
  const id = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const byId = new Map(spans.map((span) => [id(span.spanId), span]));
  assert.deepEqual([spans.length, byId.size, omissions.unfinished], [8, 8, 2]);
  const parentOf = (name: string): string => byId.get(id(spans.find((span) => span.name === name).parentSpanId))?.name;
  assert.deepEqual([parentOf(ODD_NAME), parentOf("Cart.total"), parentOf("load")], ["Cart.total", "main", "main"]);
  const load = spans.find(({ name }) => name === "load");
  assert.equal(load.endTimeUnixNano - load.startTimeUnixNano, 3500n);
  // What `at` counts from, and 100 ns a trace.
  assert.equal(
    spans.find(({ name }) => name === "main").startTimeUnixNano,
    BigInt(Date.UTC(2026, 10, 23, 10, 7, 4)) * 1_000_000n + 100n,
  );
  const failed = spans.filter(({ status }) => status?.code === 2);
  assert.deepEqual(failed.map(({ name, events }) => [name, events[0].name]), [["main", "exception"]]);
  assert.equal(new Set(spans.map(({ traceId }) => id(traceId))).size, 2);
});

test("DevTools' engine reads the Chrome trace: every slice, in its thread", async () => {
  const { Processor } = await import("@paulirish/trace_engine/models/trace/trace.js");
  const { traceEvents } = JSON.parse(exportedText("chrome"));
  const engine = Processor.TraceProcessor.createWithAllHandlers();
  await engine.parse(traceEvents, {});
  // deno-lint-ignore no-explicit-any
  const processes: any[] = [...engine.data!.Renderer.processes.values()];
  const entries = processes.flatMap(({ threads }) => [...threads.values()].flatMap((thread) => thread.entries));
  const slices = entries.filter(({ ph, dur }) => ph === "X" || dur !== undefined).map(({ name }) => name);
  assert.ok(slices.includes("Cart.total") && slices.includes("load") && slices.includes(ODD_NAME), slices.join());
  const phases = traceEvents.map(({ ph }: { ph: string }) => ph).join("");
  assert.equal(phases.replace(/[^B]/g, "").length, phases.replace(/[^E]/g, "").length);
  assert.deepEqual(phases.match(/[be]/g), ["b", "e"]);
});

test("DevTools' profile model gives each function its own time", async () => {
  const { CPUProfileDataModel } = await import("@paulirish/trace_engine/models/cpu_profile/cpu_profile.js");
  const { bytes, notes } = exported("cpuprofile");
  const model = new CPUProfileDataModel.CPUProfileDataModel(JSON.parse(new TextDecoder().decode(bytes)));
  // deno-lint-ignore no-explicit-any
  const main = model.profileHead.children.find(({ functionName }: any) => functionName === "main");
  // deno-lint-ignore no-explicit-any
  const total = main!.children.find(({ functionName }: any) => functionName === "Cart.total");
  assert.deepEqual([Math.round(total!.total * 1000), total!.children[0].functionName], [4, ODD_NAME]);
  assert.ok(notes.some((note) => note.includes("one thread: 1234/1")), notes.join());
});

test("speedscope's schema takes what is written for it, and what opens closes", () => {
  const require = createRequire(import.meta.url);
  const schema = JSON.parse(readFileSync(require.resolve("speedscope/dist/release/file-format-schema.json"), "utf8"));
  // deno-lint-ignore no-explicit-any
  const file: any = JSON.parse(exportedText("speedscope"));
  const ajv = new Ajv({ strict: false });
  const isValid: boolean = ajv.validate(schema, file) as boolean;
  assert.ok(isValid, JSON.stringify(ajv.errors));
  assert.equal(file.profiles.length, 2);
  for (const { events, startValue, endValue } of file.profiles) {
    const open: number[] = [];
    let last = startValue;
    for (const { type, frame, at } of events) {
      assert.ok(at >= last && at <= endValue);
      last = at;
      if (type === "O") open.push(frame);
      else assert.equal(open.pop(), frame);
    }
    assert.deepEqual(open, []);
  }
});

test("folded stacks hold each function's own time", () => {
  const lines = exportedText("folded").trimEnd().split("\n");
  for (const line of lines) assert.match(line, /^[^;]+(;[^;]+)* \d+$/);
  assert.ok(lines.includes("main;Cart.total 4200"), lines.join("\n"));
});

test("DuckDB reads the Parquet, times and structures included", async () => {
  const { bytes } = exported("parquet");
  const rows = await ask(
    "calls.parquet",
    bytes,
    (file) =>
      `select kind, func, epoch_ns(time)::bigint - ${Date.UTC(2026, 10, 23, 10, 7, 4) * 1e6}, pid, duration,
       args::json->>'rate', args::json->>'note', exception, lost from ${file} where duration is null or func != 'load'`,
  );
  // DuckDB keeps times to the microsecond.
  assert.deepEqual(rows.slice(0, 3), [
    ["call", "main", "0", "1234", null, null, null, null, null],
    ["call", "Cart.total", "0", "1234", "2200", "0.2", 'a, "b"\n', null, null],
    ["call", ODD_NAME, "2000", "1234", "100", null, null, null, null],
  ]);
  assert.deepEqual(rows.at(-2)?.slice(0, 2), ["lost", null]);
  assert.equal(rows.at(-2)?.at(-1), "42");
});

test("DuckDB finds in Parquet of several groups what is in CSV", async () => {
  const manyCalls = (r: Recorder): void => {
    for (let i = 0; i < 70_000; i++) {
      const call = r.call(`f${i % 37}`, ["i", String(i), "number"]);
      if (i % 3 === 0) r.end(r.call(`g${i % 5}`));
      if (i % 7 === 0) r.fail(call, "no", "TypeError");
      else r.end(call, `"${"é".repeat(i % 90)}"`, "string");
    }
    r.lost(7);
  };
  const summary = (file: string): string =>
    `select kind, count(*), count(exception), sum(pid), count(distinct func), count(distinct module),
     sum(id * line)::varchar, sum(id * depth)::varchar, sum(id * parent::bigint)::varchar, sum(id * duration)::varchar,
     sum("at")::varchar, min(epoch_us(time))::varchar, max(epoch_us(time))::varchar, sum(lost::bigint)::varchar,
     count(*) filter (where time > (select max(time) from ${file} where id < 100000)) from ${file} group by kind order by kind`;
  const expected = await ask("calls.csv", exported("csv", undefined, manyCalls).bytes, summary);
  assert.equal(expected[0][1], String(70_000 + Math.ceil(70_000 / 3)));
  assert.deepEqual(await ask("calls.parquet", exported("parquet", undefined, manyCalls).bytes, summary), expected);
});

test("DuckDB reads JSON lines and CSV", async () => {
  const count = (file: string): string =>
    `select kind, count(*), sum(duration) from ${file} group by kind order by kind`;
  const expected = [["call", "8", "8200"], ["log", "1", null], ["lost", "1", null]];
  assert.deepEqual(await ask("calls.jsonl", exported("jsonl").bytes, count), expected);
  assert.deepEqual(await ask("calls.csv", exported("csv").bytes, count), expected);
});

test("a filter leaves out all but the calls that it finds", () => {
  const filter = "func == 'Cart.total'";
  const lines = exportedText("jsonl", filter).trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ kind, func }) => func ?? kind), ["Cart.total", "Cart.total", "lost"]);
  const names = JSON.parse(exportedText("speedscope", filter)).shared.frames.map(({ name }: { name: string }) => name);
  assert.deepEqual(names, ["Cart.total"]);
});

test("an empty recording becomes an empty file of each format", () => {
  for (const format of ["chrome", "speedscope", "cpuprofile"]) {
    JSON.parse(new TextDecoder().decode(exported(format, undefined, () => {}).bytes));
  }
  for (const format of ["otlp", "folded", "jsonl"]) assert.equal(exported(format, undefined, () => {}).bytes.length, 0);
});

test("export writes to a file or to standard output, and tells what it left out", async () =>
  await inDirectory((cwd) => {
    makeDatabase(join(cwd, "traces.sqlite"));
    addTraces(join(cwd, "traces.sqlite"), 40);
    const { status, stderr } = runTstrace(["export", "--format", "csv", "-o", "calls.csv"], { cwd });
    assert.equal(status, 0, stderr);
    const { stdout } = runTstrace(["export", "--format", "csv"], { cwd });
    assert.equal(stdout, readFileSync(join(cwd, "calls.csv"), "utf8"));
    assert.equal(runTstrace(["export", "--format", "nosuch"], { cwd }).status, 2);
    assert.equal(runTstrace(["export", "--format", "csv", "--to", "http://localhost"], { cwd }).status, 2);
    assert.equal(runTstrace(["export", "--format", "csv", "-o", "no/such/file"], { cwd }).status, 1);
  }));

test("export ends quietly where nobody reads any more, and says what is wrong where nothing can be written", async () =>
  await inDirectory((cwd) => {
    makeDatabase(join(cwd, "traces.sqlite"));
    addTraces(join(cwd, "traces.sqlite"), 30_000);
    const command = tstraceCommand("export", "--format", "csv").map((word) => `'${word}'`).join(" ");
    const { stdout, stderr } = run(["sh", "-c", `${command} | head -n 1`], { cwd });
    assert.deepEqual([stdout.slice(0, 8), stderr], ["id,kind,", ""]);
    if (!existsSync("/dev/full")) return;
    const full = run(["sh", "-c", `${command} > /dev/full`], { cwd });
    assert.equal(full.status, 1);
    assert.match(full.stderr, /ENOSPC|no space/i);
  }));

test("spans are posted to a collector, which may refuse them", async () =>
  await inDirectory(async (cwd) => {
    makeDatabase(join(cwd, "traces.sqlite"));
    addTraces(join(cwd, "traces.sqlite"), 3000);
    const bodies: Uint8Array[] = [];
    let answer = 200;
    const server = createServer(async (request, response) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of request) pieces.push(piece);
      if (request.headers["content-type"] === "application/x-protobuf") bodies.push(Buffer.concat(pieces));
      response.writeHead(answer).end("why");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const post = async (): Promise<[code: number, stderr: string]> => {
      const address = `http://127.0.0.1:${port}/v1/traces`;
      const [command, ...args] = tstraceCommand("export", "--format", "otlp", "--to", address);
      const child = spawn(command, args, { cwd, env: environment({}) });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text) => stderr += text);
      const [code] = await once(child, "close");
      return [code, stderr];
    };
    try {
      assert.equal((await post())[0], 0);
      assert.ok(bodies.length > 1);
      const name = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";
      const requests = bodies.map((body) => decode("opentelemetry.binpb.gz", name, body));
      for (const request of requests) assert.ok(request.resourceSpans[0].scopeSpans[0].spans.length > 0);
      answer = 400;
      const [code, stderr] = await post();
      assert.equal(code, 1);
      assert.match(stderr, /refused the spans: 400 why/);
    } finally {
      server.close();
    }
  }));
