import type { Filter } from "../filter/mod.ts";
import type { StoreReader } from "../store/mod.ts";
import { type Catalogue, readCatalogue } from "./catalogue.ts";
import { chooseCalls, type Chosen } from "./chosen.ts";
import { Histogram } from "./histogram.ts";
import { currentRange, type Progress } from "./range.ts";
import { type Frame, play, type PlayedThread, type Player } from "./replay.ts";
import { type Grouping, type StatisticsSource, type Tally, toStatistic } from "./stats.ts";

/** Statistics of the calls whose traces are there, or of those that a filter chooses. */
export function rowStatistics(reader: StoreReader, filter?: Filter, progress?: Progress): StatisticsSource {
  return {
    read(by) {
      const range = currentRange(reader);
      const chosen = filter && chooseCalls(filter, reader, range);
      const gatherer = new Gatherer(readCatalogue(reader), by, chosen);
      const omissions = play(reader, range, gatherer, { progress });
      return { source: "rows", rows: gatherer.rows(), omissions };
    },
  };
}

/** The group of calls that the filter does not choose. */
const NOT_CHOSEN = -1;

interface Group {
  name: string;
  place: string;
  tally: Tally;
}

class Gatherer implements Player {
  readonly #catalogue: Catalogue;
  readonly #by: Grouping;
  readonly #chosen: Chosen | undefined;
  readonly #groups: Group[] = [];
  /** Group by module, process or thread. */
  readonly #numbers = new Map<string, number>();
  /** Group by function or thread: `#numbers` looked up already. */
  readonly #known: number[] = [];

  constructor(catalogue: Catalogue, by: Grouping, chosen: Chosen | undefined) {
    this.#catalogue = catalogue;
    this.#by = by;
    this.#chosen = chosen;
  }

  rows(): ReturnType<typeof toStatistic>[] {
    return this.#groups.filter(({ tally }) => tally.calls > 0)
      .map(({ tally, name, place }) => toStatistic(tally, name, place));
  }

  begin(frame: Frame, parent: Frame | undefined): void {
    frame.node = NOT_CHOSEN;
    if (this.#chosen !== undefined && !this.#chosen.has(frame.call)) return;
    frame.node = this.#groupOf(frame);
    frame.flag = this.#activeOf(frame) === 0;
    const { tally } = this.#groups[frame.node];
    tally.calls++;
    if (parent !== undefined) tally.callers.add(parent.function);
  }

  enter(frame: Frame): void {
    if (frame.node !== NOT_CHOSEN) frame.thread.active[frame.node]++;
  }

  leave(frame: Frame): void {
    if (frame.node !== NOT_CHOSEN) frame.thread.active[frame.node]--;
  }

  end(frame: Frame, _at: number, threw: boolean, duration: number): void {
    if (frame.node === NOT_CHOSEN) return;
    const { tally } = this.#groups[frame.node];
    tally.ended++;
    if (threw) tally.exceptions++;
    tally.sum += duration;
    if (duration < tally.min) tally.min = duration;
    if (duration > tally.max) tally.max = duration;
    tally.durations.add(duration);
    this.#spent(tally, frame, duration);
  }

  unfinished(frame: Frame): void {
    if (frame.node !== NOT_CHOSEN) this.#spent(this.#groups[frame.node].tally, frame, frame.running);
  }

  #spent(tally: Tally, frame: Frame, duration: number): void {
    tally.self += frame.self;
    tally.ownRecords += frame.ownRecords;
    if (frame.gap) tally.gap = true;
    if (!frame.flag) return;
    tally.total += duration;
    tally.running += frame.running;
    tally.runningRecords += frame.runningRecords;
    tally.waiting += Math.max(0, duration - frame.running);
  }

  /** How many calls of its group are on the stack. */
  #activeOf({ thread, node }: Frame): number {
    if (thread.active.length <= node) {
      const more = new Int32Array(Math.max(64, node * 2));
      more.set(thread.active);
      thread.active = more;
    }
    return thread.active[node];
  }

  #groupOf(frame: Frame): number {
    const isOfThread = this.#by === "process" || this.#by === "thread";
    const id = isOfThread ? frame.thread.id : frame.function;
    return this.#known[id] ??= this.#newGroup(frame.function, frame.thread);
  }

  #newGroup(func: number, { id }: PlayedThread): number {
    const called = this.#catalogue.function(func);
    const thread = this.#catalogue.threads.get(id);
    const [key, name, place] = this.#by === "function"
      ? [String(func), called.name, called.id === 0 ? "" : `${called.module}:${called.line}`]
      : this.#by === "module"
      ? [called.path, called.module, ""]
      : this.#by === "process"
      ? [String(thread?.process), String(thread?.pid ?? "?"), thread?.command ?? ""]
      : [String(id), `${thread?.pid ?? "?"}/${thread?.tid ?? "?"}`, thread?.name ?? ""];
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#groups.push({ name, place, tally: newTally() }) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

function newTally(): Tally {
  return {
    ...{ calls: 0, ended: 0, exceptions: 0, total: 0, self: 0, running: 0, waiting: 0, sum: 0 },
    ...{ min: Infinity, max: 0, gap: false, callers: new Set(), durations: new Histogram() },
    ...{ ownRecords: 0, runningRecords: 0 },
  };
}
