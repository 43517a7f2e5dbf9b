/**
 * Perfetto's own format, track events in protobuf, for https://ui.perfetto.dev and `trace_processor`.
 * https://perfetto.dev/docs/reference/synthetic-track-event, protos/perfetto/trace/ of its repository.
 *
 * @module
 */
import { type Frame, play, type PlayedThread, type Player } from "../analysis/mod.ts";
import { parseArguments } from "../filter/arguments.ts";
import type { Exporter, ExportSource } from "./format.ts";
import { MessageWriter } from "./protobuf.ts";
import type { Sink } from "./sink.ts";
import { numberThreads } from "./threads.ts";

/** Numbers of fields, by message. */
const PACKET = 1;
const Packet = { TIMESTAMP: 8, SEQUENCE: 10, EVENT: 11, INTERNED: 12, FLAGS: 13, TRACK: 60 } as const;
const Track = { UUID: 1, NAME: 2, PROCESS: 3, THREAD: 4, PARENT: 5 } as const;
const Process = { PID: 1, NAME: 6 } as const;
const Thread = { PID: 1, TID: 2, NAME: 5 } as const;
const Event = { CATEGORY: 3, DEBUG: 4, TYPE: 9, NAME_IID: 10, TRACK: 11 } as const;
const Interned = { CATEGORIES: 1, NAMES: 2, DEBUG_NAMES: 3 } as const;
const Annotation = { NAME_IID: 1, TEXT: 6 } as const;
const Type = { BEGIN: 1, END: 2, INSTANT: 3 } as const;
const CLEARED = 1;
const NEEDS_STATE = 2;
const SEQUENCE = 1;

/** Calls that wait have tracks of their own, numbered from here on; the threads and processes are below. */
const CALL_TRACKS = 2 ** 40;
const PROCESS_TRACKS = 2 ** 32;

/** So many bytes are handed on at once. */
const BATCH = 1 << 16;

/**
 * Writes the trace. A slice for each time that a call was on the stack of its thread; a call that waited in between has
 * a track of its own besides, with one slice from its beginning to its end.
 */
export const exportPerfetto: Exporter = (source, sink) => {
  const player = new PerfettoPlayer(source, sink);
  player.head();
  const { reader, range, progress } = source;
  const omissions = play(reader, range, player, { progress, args: true });
  player.flush();
  return { omissions, notes: [] };
};

class PerfettoPlayer implements Player {
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #writer = new MessageWriter();
  /** Numbers of texts that were written once. */
  readonly #names = new Map<string, number>();
  readonly #categories = new Map<string, number>();
  readonly #debugNames = new Map<string, number>();
  readonly #processes: number[] = [];
  /** Texts that the next packet must tell. */
  #fresh: { field: number; iid: number; text: string }[] = [];

  constructor(source: ExportSource, sink: Sink) {
    this.#source = source;
    this.#sink = sink;
  }

  /** Processes and threads. */
  head(): void {
    const writer = this.#writer;
    const first = writer.begin(PACKET);
    writer.uint(Packet.SEQUENCE, SEQUENCE);
    writer.uint(Packet.FLAGS, CLEARED);
    writer.end(first);
    const seen = new Set<number>();
    for (const { id, pid, tid, process, name } of numberThreads(this.#source.catalogue)) {
      this.#processes[id] = PROCESS_TRACKS + pid;
      if (!seen.has(pid)) {
        seen.add(pid);
        this.#track(PROCESS_TRACKS + pid, 0, () => {
          const message = writer.begin(Track.PROCESS);
          writer.uint(Process.PID, pid);
          writer.text(Process.NAME, process);
          writer.end(message);
        });
      }
      this.#track(id, PROCESS_TRACKS + pid, () => {
        const message = writer.begin(Track.THREAD);
        writer.uint(Thread.PID, pid);
        writer.uint(Thread.TID, tid);
        writer.text(Thread.NAME, name);
        writer.end(message);
      });
    }
  }

  flush(): void {
    this.#sink.bytes(this.#writer.written);
    this.#writer.clear();
  }

  begin(frame: Frame): void {
    const { chosen } = this.#source;
    frame.node = chosen === undefined || chosen.has(frame.call) ? 0 : -1;
  }

  enter(frame: Frame, at: number): void {
    if (frame.node < 0) return;
    // What it was given stands at its first slice.
    this.#slice(frame, frame.thread.id, at, frame.node === 0 ? frame.args : null);
    frame.node = 1;
  }

  leave(frame: Frame, at: number, values: string | null): void {
    if (frame.node >= 0) this.#event(frame.thread.id, Type.END, at, undefined, undefined, values);
  }

  end(frame: Frame, at: number, threw: boolean, _duration: number, values: string | null): void {
    if (frame.node < 0) return;
    if (frame.running < at - frame.start) {
      const track = CALL_TRACKS + frame.call;
      const { name } = this.#source.catalogue.function(frame.function);
      this.#track(track, this.#processes[frame.thread.id] ?? 0, () => this.#writer.text(Track.NAME, name));
      this.#slice(frame, track, frame.start, frame.args);
      this.#event(track, Type.END, at, undefined, undefined, values);
    }
    if (threw) this.#event(frame.thread.id, Type.INSTANT, at, "exception", undefined, values);
  }

  event({ id }: PlayedThread, at: number, values: string | null): void {
    this.#event(id, Type.INSTANT, at, parseArguments(values)[0]?.value ?? "event", undefined, values);
  }

  lost({ id }: PlayedThread, at: number, count: number): void {
    this.#event(id, Type.INSTANT, at, `${count} traces lost`, undefined, null);
  }

  #slice(frame: Frame, track: number, at: number, values: string | null): void {
    const { name, module, line } = this.#source.catalogue.function(frame.function);
    this.#event(track, Type.BEGIN, at, name, line > 0 ? `${module}:${line}` : module, values);
  }

  #event(
    track: number,
    type: number,
    at: number,
    name: string | undefined,
    category: string | undefined,
    values: string | null,
  ): void {
    const writer = this.#writer;
    const nameId = name === undefined ? 0 : this.#intern(this.#names, Interned.NAMES, name);
    const categoryId = category === undefined ? 0 : this.#intern(this.#categories, Interned.CATEGORIES, category);
    const annotations = values === null ? [] : parseArguments(values);
    const ids = annotations.map((argument) => this.#intern(this.#debugNames, Interned.DEBUG_NAMES, argument.name));
    const packet = this.#packet(at);
    if (this.#fresh.length > 0) this.#tellFresh();
    const event = writer.begin(Packet.EVENT);
    writer.uint(Event.TYPE, type);
    writer.uint(Event.TRACK, track);
    if (nameId > 0) writer.uint(Event.NAME_IID, nameId);
    if (categoryId > 0) writer.uint(Event.CATEGORY, categoryId);
    annotations.forEach(({ value }, i) => {
      const annotation = writer.begin(Event.DEBUG);
      writer.uint(Annotation.NAME_IID, ids[i]);
      writer.text(Annotation.TEXT, value);
      writer.end(annotation);
    });
    writer.end(event);
    writer.end(packet);
    if (writer.length > BATCH) this.flush();
  }

  #packet(at: number): number {
    const writer = this.#writer;
    const packet = writer.begin(PACKET);
    writer.uint(Packet.TIMESTAMP, at);
    writer.uint(Packet.SEQUENCE, SEQUENCE);
    writer.uint(Packet.FLAGS, NEEDS_STATE);
    return packet;
  }

  #track(uuid: number, parent: number, body: () => void): void {
    const writer = this.#writer;
    const packet = writer.begin(PACKET);
    writer.uint(Packet.SEQUENCE, SEQUENCE);
    const track = writer.begin(Packet.TRACK);
    writer.uint(Track.UUID, uuid);
    if (parent > 0) writer.uint(Track.PARENT, parent);
    body();
    writer.end(track);
    writer.end(packet);
  }

  #intern(known: Map<string, number>, field: number, text: string): number {
    const found = known.get(text);
    if (found !== undefined) return found;
    const iid = known.size + 1;
    known.set(text, iid);
    this.#fresh.push({ field, iid, text });
    return iid;
  }

  #tellFresh(): void {
    const writer = this.#writer;
    const interned = writer.begin(Packet.INTERNED);
    for (const { field, iid, text } of this.#fresh) {
      const entry = writer.begin(field);
      writer.uint(1, iid);
      writer.text(2, text);
      writer.end(entry);
    }
    writer.end(interned);
    this.#fresh = [];
  }
}
