/**
 * V8's CPU profile, for the performance panel of DevTools and for VS Code.
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 *
 * @module
 */
import { type Frame, play, type PlayedThread, type Player } from "../analysis/mod.ts";
import type { Exporter, ExportSource } from "./format.ts";
import { NumberList } from "./number_list.ts";

/**
 * Writes a profile of the thread with the most traces, as a profile is of one: a sample each time that another call
 * comes to the top of the stack.
 */
export const exportCpuProfile: Exporter = (source, sink) => {
  const { reader, range, catalogue, progress } = source;
  const counts = reader.query("SELECT thread, count(*) AS count FROM traces WHERE id < ? GROUP BY thread", [range.to]);
  const [busiest] = counts.sort((a, b) => Number(b.count) - Number(a.count));
  const thread = Number(busiest?.thread ?? 0);
  const player = new ProfilePlayer(source);
  const omissions = play(reader, range, player, { progress, thread });
  sink.text('{"nodes":[');
  player.nodes.forEach((node, i) => {
    const { name, path, line, column } = catalogue.function(node.function);
    const callFrame = JSON.stringify({
      functionName: i === 0 ? "(root)" : name,
      scriptId: "0",
      url: i === 0 ? "" : path,
      lineNumber: line - 1,
      columnNumber: column - 1,
    });
    const children = node.children.map((child) => child + 1).join(",");
    sink.text(
      `${i > 0 ? "," : ""}\n{"id":${i + 1},"callFrame":${callFrame},"hitCount":${node.hits},"children":[${children}]}`,
    );
  });
  sink.text(`],\n"startTime":${player.from},"endTime":${player.to},\n"samples":[`);
  player.samples.forEach((node, i) => sink.text(i > 0 ? `,${node + 1}` : `${node + 1}`));
  sink.text('],\n"timeDeltas":[');
  player.deltas.forEach((delta, i) => sink.text(i > 0 ? `,${delta}` : `${delta}`));
  sink.text("]}\n");
  const notes = ["arguments and results are left out: the format has no place for them"];
  const { pid, tid } = catalogue.threads.get(thread) ?? { pid: 0, tid: 0 };
  if (counts.length > 1) {
    notes.push(`a profile is of one thread: ${pid}/${tid}, the one with the most traces of ${counts.length}`);
  }
  if (player.merged > 0) notes.push(`${player.merged} calls are on too many different paths: part of their callers`);
  return { omissions, notes };
};

interface ProfileNode {
  function: number;
  /**
   * Its own time, µs. Samples do not come at equal distances here, and readers that count hits give each the mean
   * distance.
   */
  hits: number;
  children: number[];
}

/** More different paths are not kept apart. */
const MAX_NODES = 1 << 19;

class ProfilePlayer implements Player {
  readonly nodes: ProfileNode[] = [{ function: 0, hits: 0, children: [] }];
  readonly samples = new NumberList();
  readonly deltas = new NumberList();
  merged = 0;
  from = 0;
  to = 0;
  /** The node of the newest sample. */
  #top = 0;
  readonly #source: ExportSource;
  readonly #places = new Map<number, number>();

  constructor(source: ExportSource) {
    this.#source = source;
  }

  begin(frame: Frame, parent: Frame | undefined): void {
    const above = parent?.node ?? 0;
    const { chosen } = this.#source;
    frame.node = chosen === undefined || chosen.has(frame.call) ? this.#place(above, frame.function) : above;
  }

  enter(frame: Frame, at: number): void {
    this.#sample(frame.node, at);
  }

  leave({ thread }: Frame, at: number): void {
    this.#sample(thread.stack.at(-1)?.node ?? 0, at);
  }

  /** Nobody is said to have run while records were lost. */
  lost(_thread: PlayedThread, at: number): void {
    this.#sample(0, at);
  }

  #sample(node: number, at: number): void {
    const now = Math.floor(at / 1000);
    if (this.samples.length === 0) this.from = this.to = now;
    else this.nodes[this.#top].hits += now - this.to;
    this.samples.push(node);
    this.deltas.push(now - this.to);
    this.#top = node;
    this.to = now;
  }

  #place(above: number, func: number): number {
    const key = func * (2 * MAX_NODES) + above;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.nodes.length >= MAX_NODES) {
      this.merged++;
      return above;
    }
    const place = this.nodes.push({ function: func, hits: 0, children: [] }) - 1;
    this.nodes[above].children.push(place);
    this.#places.set(key, place);
    return place;
  }
}
