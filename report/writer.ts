/**
 * Writes a recording as one page of HTML that needs nothing beside it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { describeOmissions, describeTimes, type Frame, play, type PlayedThread, type Player } from "../analysis/mod.ts";
import type { ExportSource, Result, Sink } from "../export/mod.ts";
import type { ReportMeta } from "./layout.ts";
import { ThreadWriter } from "./thread_writer.ts";
import { ValueBudget } from "./value_budget.ts";

/** Events of a block, where there are few threads; and of all blocks that have begun. */
const BLOCK = 1 << 15;
const PENDING = 1 << 18;

/** Where in the page the events, the values and the title belong. Values come behind the script: it need not wait. */
const DATA_PLACE = "<!--data-->";
const VALUES_PLACE = "<!--values-->";
const TITLE_PLACE = "tstrace report";

/** What a report says beside its calls. */
export interface ReportFacts {
  version: string;
  /** As the user gave it. */
  filter?: string;
  /** How many bytes of values it holds at most. */
  maxValues?: number;
  /** What a record cost the program at least, ns: functions and the merged flame graph are shown without that. */
  recordCost?: number;
  /** How many events a block of it has at most. */
  blockSize?: number;
}

/** The number of a call that has not begun. */
const FRESH = -1;

/**
 * Writes a report.
 *
 * @param page what scripts/build.ts makes of report/page/: it has places for the title and for data.
 */
export function writeReport(source: ExportSource, sink: Sink, page: string, facts: ReportFacts): Result {
  const { reader, range, progress } = source;
  const [head, script, foot] = page.split(new RegExp(`${DATA_PLACE}|${VALUES_PLACE}`));
  const command = reader.recordings().map((recording) => recording.command).join("; ");
  sink.text(head.replace(TITLE_PLACE, () => escapeHtml(`${command} – tstrace`)));
  const budget = new ValueBudget(range.to - range.from, facts.maxValues);
  const player = new ReportPlayer(source, sink, budget, facts.blockSize ?? BLOCK);
  const omissions = play(reader, range, player, { progress, args: true });
  player.finish();
  const notes = player.notes();
  const recordCost = facts.recordCost ?? 0;
  const meta: ReportMeta = {
    ...{ version: facts.version, command, filter: facts.filter ?? "", startedMs: reader.startedMs },
    ...player.content(),
    traces: range.to - range.from,
    recordCost,
    notes: [describeCost(recordCost), ...notes, ...describeOmissions(omissions)],
  };
  element(sink, "data-meta", pack(Buffer.from(JSON.stringify(meta))));
  sink.text(script);
  for (const values of player.values) element(sink, "data-values", values);
  sink.text(foot);
  return { omissions, notes };
}

function describeCost(cost: number): string {
  const where = "the table of functions and the merged flame graph";
  return cost > 0
    ? `${where} have ${describeTimes(cost)}; timelines and single calls are as recorded`
    : describeTimes(cost);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function pack(bytes: Uint8Array): Buffer {
  return deflateRawSync(bytes, { level: 1 });
}

/** Data are never text of the page: base64 has no character that HTML knows. */
function element(sink: Sink, attributes: string, packed: Buffer): void {
  sink.text(`<script type="text/plain" ${attributes}>${packed.toString("base64")}</script>\n`);
}

class ReportPlayer implements Player {
  /** The values of each block, packed. */
  readonly values: Buffer[] = [];
  readonly #source: ExportSource;
  readonly #sink: Sink;
  readonly #budget: ValueBudget;
  readonly #blockSize: number;
  /** By `threads.id`; and those that have events, in the order of their first. */
  readonly #byId: ThreadWriter[] = [];
  readonly #threads: { id: number; writer: ThreadWriter }[] = [];
  /** Functions are numbered as they come: the frequent ones mostly come early. */
  readonly #numbers: number[] = [];
  readonly #functions: number[] = [];

  constructor(source: ExportSource, sink: Sink, budget: ValueBudget, blockSize: number) {
    this.#blockSize = Math.min(blockSize, Math.ceil(PENDING / Math.max(1, source.catalogue.threads.size)));
    this.#source = source;
    this.#sink = sink;
    this.#budget = budget;
  }

  begin(frame: Frame): void {
    const { chosen } = this.#source;
    frame.flag = chosen === undefined || chosen.has(frame.call);
    frame.node = FRESH;
  }

  enter(frame: Frame, at: number): void {
    if (!frame.flag) return;
    const writer = this.#writer(frame.thread);
    if (frame.node !== FRESH) return writer.resume(frame.node, at);
    const func = this.#numbers[frame.function] ??= this.#functions.push(frame.function) - 1;
    frame.node = writer.call(func, at, frame.call, frame.args);
  }

  leave(frame: Frame, at: number): void {
    if (frame.flag) this.#writer(frame.thread).leave(frame.node, at);
  }

  end(frame: Frame, at: number, threw: boolean, duration: number, args: string | null): void {
    if (frame.flag) this.#writer(frame.thread).end(frame.node, at, threw, duration, args);
  }

  event(thread: PlayedThread, at: number, args: string | null, parent: Frame | undefined): void {
    if (this.#source.chosen === undefined || parent?.flag) this.#writer(thread).event(at, args);
  }

  lost(thread: PlayedThread, at: number, count: number): void {
    this.#writer(thread).lost(at, count);
  }

  finish(): void {
    for (const { writer } of this.#threads) writer.flush();
  }

  content(): Pick<ReportMeta, "from" | "to" | "threads" | "functions"> {
    const { catalogue } = this.#source;
    const writers = this.#threads.map(({ writer }) => writer);
    return {
      from: writers.length === 0 ? 0 : Math.min(...writers.map(({ from }) => from)),
      to: Math.max(...writers.map(({ now }) => now), 0),
      threads: this.#threads.map(({ id, writer: { events, calls, slices, depth } }) => {
        const { pid = 0, tid = 0, name = "", runtime = "", command = "" } = catalogue.threads.get(id) ?? {};
        return { pid, tid, name, process: `${runtime} ${command}`.trim(), events, calls, slices, depth };
      }),
      functions: this.#functions.map((id) => {
        const { name, module, line } = catalogue.function(id);
        return [name, module, line] as const;
      }),
    };
  }

  /** What the report has not, though the recording has. */
  notes(): string[] {
    const { leftOut, cut } = this.#budget;
    const notes: string[] = [];
    if (this.#source.chosen !== undefined) notes.push("self times hold those of calls that the filter left out");
    if (leftOut > 0) notes.push(`${leftOut} arguments and results are left out, those of the shortest calls`);
    if (cut > 0) notes.push(`${cut} arguments and results are cut`);
    return notes;
  }

  #writer({ id, records }: PlayedThread): ThreadWriter {
    const writer = this.#byId[id] ??= this.#add(id);
    writer.records = records;
    return writer;
  }

  #add(id: number): ThreadWriter {
    const number = this.#threads.length;
    const writer = new ThreadWriter(this.#blockSize, this.#budget, (events, values) => {
      element(this.#sink, `data-events="${number}"`, pack(events));
      this.values.push(pack(values));
    });
    this.#threads.push({ id, writer });
    return writer;
  }
}
