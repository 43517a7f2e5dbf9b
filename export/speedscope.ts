/**
 * Speedscope's file format, a profile a thread.
 * https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources
 *
 * @module
 */
import { type Frame, noOmissions, type Omissions, play, type PlayedThread, type Player } from "../analysis/mod.ts";
import type { Exporter, ExportSource } from "./format.ts";
import type { Sink } from "./sink.ts";
import { numberThreads } from "./threads.ts";

/** Writes it as JSON: each time that a call came on the stack, and left it. */
export const exportSpeedscope: Exporter = (source, sink) => {
  const { reader, range, catalogue, progress } = source;
  const threads = numberThreads(catalogue);
  const frames = new Map<number, number>();
  const omissions = noOmissions(reader, range);
  sink.text('{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"tstrace","profiles":[');
  let profiles = 0;
  threads.forEach((thread, i) => {
    const player = new SpeedscopePlayer(source, sink, frames);
    const name = `${thread.process} ${thread.pid}/${thread.tid} ${thread.name}`;
    player.head = `${profiles > 0 ? "," : ""}\n{"type":"evented","name":${
      JSON.stringify(name)
    },"unit":"nanoseconds","events":[`;
    const share = (part: number): void => progress?.((i + part) / threads.length);
    add(omissions, play(reader, range, player, { thread: thread.id, progress: share }));
    if (!player.isEmpty) {
      profiles++;
      sink.text(`],"startValue":${player.from},"endValue":${player.to}}`);
    }
  });
  sink.text('],\n"shared":{"frames":[');
  let separator = "";
  for (const id of frames.keys()) {
    const { name, module, line, column } = catalogue.function(id);
    const place = line > 0 ? `,"line":${line},"col":${column}` : "";
    sink.text(`${separator}\n{"name":${JSON.stringify(name)},"file":${JSON.stringify(module)}${place}}`);
    separator = ",";
  }
  sink.text("]}}\n");
  return { omissions, notes: ["arguments and results are left out: the format has no place for them"] };
};

function add(omissions: Omissions, more: Omissions): void {
  omissions.unfinished += more.unfinished;
  omissions.withoutBegin += more.withoutBegin;
  omissions.lost += more.lost;
  omissions.gaps += more.gaps;
  omissions.clock += more.clock;
}

class SpeedscopePlayer implements Player {
  /** Written ahead of the first event. */
  head = "";
  isEmpty = true;
  from = 0;
  to = 0;
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #frames: Map<number, number>;

  constructor(source: ExportSource, sink: Sink, frames: Map<number, number>) {
    this.#source = source;
    this.#sink = sink;
    this.#frames = frames;
  }

  begin(frame: Frame): void {
    const { chosen } = this.#source;
    frame.flag = chosen === undefined || chosen.has(frame.call);
  }

  enter(frame: Frame, at: number): void {
    if (frame.flag) this.#event("O", frame.function, at);
  }

  leave(frame: Frame, at: number): void {
    if (frame.flag) this.#event("C", frame.function, at);
  }

  lost(_thread: PlayedThread, at: number): void {
    if (!this.isEmpty) this.to = at;
  }

  #event(type: string, func: number, at: number): void {
    let number = this.#frames.get(func);
    if (number === undefined) this.#frames.set(func, number = this.#frames.size);
    if (this.isEmpty) this.from = at;
    this.#sink.text(`${this.isEmpty ? this.head : ","}\n{"type":"${type}","frame":${number},"at":${at}}`);
    this.isEmpty = false;
    this.to = at;
  }
}
