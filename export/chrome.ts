/**
 * Chromium's trace event format: about:tracing, Perfetto, the performance panel of DevTools.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 *
 * @module
 */
import { type Frame, play, type PlayedThread, type Player } from "../analysis/mod.ts";
import { parseArguments } from "../filter/arguments.ts";
import type { Exporter, ExportSource } from "./format.ts";
import type { Sink } from "./sink.ts";
import { numberThreads } from "./threads.ts";

/**
 * Writes it as JSON. A slice for each time that a call was on the stack, and one for the whole of a call that waited in
 * between.
 */
export const exportChrome: Exporter = (source, sink) => {
  const player = new ChromePlayer(source, sink);
  sink.text('{"displayTimeUnit":"ns","traceEvents":[');
  player.head();
  const { reader, range, progress } = source;
  const omissions = play(reader, range, player, { progress, args: true });
  sink.text("\n]}\n");
  return { omissions, notes: [] };
};

/** Microseconds, as the format has them, without rounding. */
function micros(ns: number): string {
  const whole = Math.floor(ns / 1000);
  return `${whole}.${String(ns - whole * 1000).padStart(3, "0")}`;
}

class ChromePlayer implements Player {
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #threads: string[] = [];
  readonly #names: string[] = [];
  #first = true;

  constructor(source: ExportSource, sink: Sink) {
    this.#source = source;
    this.#sink = sink;
  }

  /** The names of processes and threads. */
  head(): void {
    for (const { id, pid, tid, process, name } of numberThreads(this.#source.catalogue)) {
      this.#threads[id] = `"pid":${pid},"tid":${tid}`;
      this.#meta(id, "process_name", process);
      this.#meta(id, "thread_name", name);
    }
  }

  begin(frame: Frame): void {
    const { chosen } = this.#source;
    frame.node = chosen === undefined || chosen.has(frame.call) ? 0 : -1;
  }

  enter(frame: Frame, at: number): void {
    if (frame.node < 0) return;
    // What it was given stands at its first slice.
    this.#event(frame.thread.id, "B", at, `${this.#name(frame)}${frame.node === 0 ? args(frame.args) : ""}`);
    frame.node = 1;
  }

  leave(frame: Frame, at: number, values: string | null): void {
    if (frame.node >= 0) this.#event(frame.thread.id, "E", at, `${this.#name(frame)}${args(values)}`);
  }

  end(frame: Frame, at: number, threw: boolean, _duration: number, values: string | null): void {
    if (frame.node < 0) return;
    const waited = frame.running < at - frame.start;
    if (waited) this.#async(frame, "b", frame.start, args(frame.args));
    if (waited) this.#async(frame, "e", at, args(values));
    if (threw) this.#event(frame.thread.id, "i", at, `,"name":"exception","cat":"tstrace","s":"t"${args(values)}`);
  }

  event({ id }: PlayedThread, at: number, values: string | null): void {
    const [event] = parseArguments(values);
    this.#event(id, "i", at, `,"name":${JSON.stringify(event?.value ?? "")},"cat":"tstrace","s":"t"${args(values)}`);
  }

  lost({ id }: PlayedThread, at: number, count: number): void {
    this.#event(id, "i", at, `,"name":"${count} traces lost","cat":"tstrace","s":"t"`);
  }

  #async(frame: Frame, phase: string, at: number, rest: string): void {
    this.#event(frame.thread.id, phase, at, `${this.#name(frame)},"id2":{"local":"${frame.call}"}${rest}`);
  }

  #name(frame: Frame): string {
    return this.#names[frame.function] ??= this.#describe(frame.function);
  }

  #describe(id: number): string {
    const { name, module, line } = this.#source.catalogue.function(id);
    return `,"name":${JSON.stringify(name)},"cat":${JSON.stringify(line > 0 ? `${module}:${line}` : module)}`;
  }

  #event(thread: number, phase: string, at: number, rest: string): void {
    const begin = this.#first ? "\n" : ",\n";
    this.#first = false;
    this.#sink.text(
      `${begin}{"ph":"${phase}","ts":${micros(at)},${this.#threads[thread] ?? '"pid":0,"tid":0'}${rest}}`,
    );
  }

  #meta(thread: number, kind: string, name: string): void {
    this.#event(thread, "M", 0, `,"name":"${kind}","cat":"__metadata","args":{"name":${JSON.stringify(name)}}`);
  }
}

/** Arguments as a field of an event. */
function args(values: string | null): string {
  if (values === null) return "";
  return `,"args":{${
    parseArguments(values).map(({ name, value }) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")
  }}`;
}
