/**
 * Spans of OpenTelemetry, as the request of OTLP in protobuf.
 * https://opentelemetry.io/docs/specs/otlp/, opentelemetry/proto/collector/trace/v1/trace_service.proto
 *
 * @module
 */
import { type Frame, play, type PlayedThread, type Player } from "../analysis/mod.ts";
import { ArgumentScanner, parseArguments } from "../filter/arguments.ts";
import type { Exporter, ExportSource } from "./format.ts";
import { MessageWriter } from "./protobuf.ts";
import type { Sink } from "./sink.ts";
import { createWallClock, type WallClock } from "./wall_clock.ts";

/** Numbers of fields, by message. */
const RESOURCE_SPANS = 1;
const ResourceSpans = { RESOURCE: 1, SCOPE_SPANS: 2 } as const;
const RESOURCE_ATTRIBUTES = 1;
const ScopeSpans = { SCOPE: 1, SPANS: 2 } as const;
const SCOPE_NAME = 1;
const Span = {
  ...{ TRACE_ID: 1, SPAN_ID: 2, PARENT: 4, NAME: 5, KIND: 6, START: 7, END: 8, ATTRIBUTES: 9, EVENTS: 11, STATUS: 15 },
} as const;
const Event = { TIME: 1, NAME: 2, ATTRIBUTES: 3 } as const;
const Status = { MESSAGE: 2, CODE: 3 } as const;
const KeyValue = { KEY: 1, VALUE: 2 } as const;
const AnyValue = { TEXT: 1, INT: 3 } as const;
const KIND_INTERNAL = 1;
const CODE_ERROR = 2;

/** So many spans are one request: collectors refuse messages of more than 4 MiB. */
const BATCH = 512;
/** Names of arguments that are kept in mind. */
const MAX_KEYS = 4096;

/**
 * Writes requests, one behind the other. By the rules of protobuf that is one large request too: a file of it can be
 * posted to a collector as it is. A trace is what a call without caller led to; a call that waits is one span.
 */
export const exportOtlp: Exporter = (source, sink) => writeOtlp(source, sink);

/**
 * Writes requests.
 *
 * @param ended told after each request, so that each can be sent on its own.
 */
export function writeOtlp(source: ExportSource, sink: Sink, ended: () => void = () => {}): ReturnType<Exporter> {
  const player = new SpanPlayer(source, sink, ended);
  const { reader, range, progress } = source;
  const omissions = play(reader, range, player, { progress, args: true });
  player.finish();
  return { omissions, notes: [] };
}

class SpanPlayer implements Player {
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #ended: () => void;
  readonly #clock: WallClock;
  /** Spans that wait to be written, by process. */
  readonly #batches = new Map<number, { writer: MessageWriter; spans: number; thread: number }>();
  /** Of calls that are open: the span above, which a filter may have put further up, and the call that began it all. */
  readonly #parents = new Map<number, { above: number; root: number }>();
  /** What happened in calls that are open, by call. */
  readonly #events = new Map<number, { at: number; name: string; args: string | null }[]>();
  readonly #id = new Uint8Array(16);
  readonly #idView = new DataView(this.#id.buffer);
  /** By function: what is the same in each of its spans. */
  readonly #functions: { head: Uint8Array; place: Uint8Array }[] = [];
  /** Keys of arguments by their names. */
  readonly #keys = new Map<string, string>();

  constructor(source: ExportSource, sink: Sink, ended: () => void) {
    this.#source = source;
    this.#sink = sink;
    this.#ended = ended;
    this.#clock = createWallClock(source.reader.startedMs);
  }

  begin(frame: Frame, parent: Frame | undefined): void {
    const { chosen } = this.#source;
    const isChosen = chosen === undefined || chosen.has(frame.call);
    frame.flag = isChosen;
    this.#parents.set(frame.call, {
      above: parent === undefined ? 0 : parent.flag ? parent.call : this.#parents.get(parent.call)?.above ?? 0,
      root: parent === undefined ? frame.call : this.#parents.get(parent.call)?.root ?? frame.call,
    });
  }

  end(frame: Frame, at: number, threw: boolean, _duration: number, args: string | null): void {
    if (frame.flag) this.#span(frame, at, threw, args, true);
    this.#parents.delete(frame.call);
    this.#events.delete(frame.call);
  }

  unfinished(frame: Frame): void {
    if (frame.flag) this.#span(frame, frame.thread.now, false, null, false);
    this.#parents.delete(frame.call);
  }

  event(_thread: PlayedThread, at: number, args: string | null, parent: Frame | undefined): void {
    if (parent === undefined) return;
    const events = this.#events.get(parent.call) ?? [];
    events.push({ at, name: parseArguments(args)[0]?.value ?? "event", args });
    this.#events.set(parent.call, events);
  }

  finish(): void {
    for (const process of [...this.#batches.keys()]) this.#flush(process);
  }

  #span(frame: Frame, at: number, threw: boolean, values: string | null, isWhole: boolean): void {
    const thread = this.#source.catalogue.threads.get(frame.thread.id);
    const process = thread?.process ?? 0;
    let batch = this.#batches.get(process);
    if (batch === undefined) {
      this.#batches.set(process, batch = { writer: new MessageWriter(), spans: 0, thread: frame.thread.id });
    }
    const { writer } = batch;
    const { head, place } = this.#functions[frame.function] ??= this.#function(frame.function);
    const { above = 0, root = frame.call } = this.#parents.get(frame.call) ?? {};
    const span = writer.begin(ScopeSpans.SPANS);
    writer.bytes(Span.TRACE_ID, this.#traceId(root));
    writer.bytes(Span.SPAN_ID, this.#spanId(frame.call));
    if (above > 0) writer.bytes(Span.PARENT, this.#spanId(above));
    writer.raw(head);
    this.#time(writer, Span.START, frame.start);
    this.#time(writer, Span.END, Math.max(at, frame.start));
    writer.raw(place);
    attribute(writer, Span.ATTRIBUTES, "thread.id", thread?.tid ?? 0);
    attribute(writer, Span.ATTRIBUTES, "tstrace.call", frame.call);
    const found = new ArgumentScanner(frame.args ?? "");
    while (found.next()) attribute(writer, Span.ATTRIBUTES, this.#key(found.name), found.value);
    const result = new ArgumentScanner(values ?? "");
    if (result.next() && !threw) attribute(writer, Span.ATTRIBUTES, "tstrace.return", result.value);
    if (frame.gap) attribute(writer, Span.ATTRIBUTES, "tstrace.lost_inside", 1);
    if (!isWhole) attribute(writer, Span.ATTRIBUTES, "tstrace.unfinished", 1);
    for (const { at, name, args } of this.#events.get(frame.call) ?? []) this.#event(writer, at, name, args);
    if (threw) {
      const event = writer.begin(Span.EVENTS);
      this.#time(writer, Event.TIME, at);
      writer.text(Event.NAME, "exception");
      attribute(writer, Event.ATTRIBUTES, "exception.type", result.type);
      attribute(writer, Event.ATTRIBUTES, "exception.message", result.value);
      writer.end(event);
      const status = writer.begin(Span.STATUS);
      writer.text(Status.MESSAGE, result.value);
      writer.uint(Status.CODE, CODE_ERROR);
      writer.end(status);
    }
    writer.end(span);
    if (++batch.spans >= BATCH || writer.length > 1 << 21) this.#flush(process);
  }

  #function(id: number): { head: Uint8Array; place: Uint8Array } {
    const { name, module, line } = this.#source.catalogue.function(id);
    const [head, place] = [new MessageWriter(1 << 8), new MessageWriter(1 << 8)];
    head.text(Span.NAME, name);
    head.uint(Span.KIND, KIND_INTERNAL);
    attribute(place, Span.ATTRIBUTES, "code.function.name", name);
    attribute(place, Span.ATTRIBUTES, "code.file.path", module);
    if (line > 0) attribute(place, Span.ATTRIBUTES, "code.line.number", line);
    return { head: head.written, place: place.written };
  }

  #key(name: string): string {
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = `tstrace.arg.${name}`;
      if (this.#keys.size < MAX_KEYS) this.#keys.set(name, key);
    }
    return key;
  }

  #event(writer: MessageWriter, at: number, name: string, args: string | null): void {
    const event = writer.begin(Span.EVENTS);
    this.#time(writer, Event.TIME, at);
    writer.text(Event.NAME, name);
    for (const { name, value } of parseArguments(args)) attribute(writer, Event.ATTRIBUTES, name, value);
    writer.end(event);
  }

  /** Writes the spans of a process as a request. */
  #flush(process: number): void {
    const batch = this.#batches.get(process);
    if (batch === undefined) return;
    this.#batches.delete(process);
    const { pid = 0, runtime = "", command = "" } = this.#source.catalogue.threads.get(batch.thread) ?? {};
    const request = new MessageWriter();
    const resourceSpans = request.begin(RESOURCE_SPANS);
    const resource = request.begin(ResourceSpans.RESOURCE);
    attribute(request, RESOURCE_ATTRIBUTES, "service.name", command === "" ? "tstrace" : command);
    attribute(request, RESOURCE_ATTRIBUTES, "process.pid", pid);
    attribute(request, RESOURCE_ATTRIBUTES, "process.runtime.description", runtime);
    request.end(resource);
    const scopeSpans = request.begin(ResourceSpans.SCOPE_SPANS);
    const scope = request.begin(ScopeSpans.SCOPE);
    request.text(SCOPE_NAME, "tstrace");
    request.end(scope);
    request.raw(batch.writer.written);
    request.end(scopeSpans);
    request.end(resourceSpans);
    this.#sink.bytes(request.written);
    this.#ended();
  }

  /** Nanoseconds since 1970 in 64 bits. */
  #time(writer: MessageWriter, field: number, at: number): void {
    this.#clock.set(at);
    writer.fixed64(field, this.#clock.low, this.#clock.high);
  }

  /** The same recording has the same ids each time that it is exported. */
  #traceId(root: number): Uint8Array {
    this.#idView.setFloat64(0, this.#source.reader.startedMs);
    this.#idView.setFloat64(8, root);
    return this.#id;
  }

  #spanId(call: number): Uint8Array {
    this.#idView.setFloat64(0, call);
    return this.#id.subarray(0, 8);
  }
}

function attribute(writer: MessageWriter, field: number, key: string, value: string | number): void {
  const pair = writer.begin(field);
  writer.text(KeyValue.KEY, key);
  const any = writer.begin(KeyValue.VALUE);
  if (typeof value === "number") writer.uint(AnyValue.INT, value);
  else writer.text(AnyValue.TEXT, value);
  writer.end(any);
  writer.end(pair);
}
