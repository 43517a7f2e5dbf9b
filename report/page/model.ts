import type { ReportMeta } from "../layout.ts";
import { fromBase64, inflate } from "./bytes.ts";
import { ThreadDecoder } from "./decode.ts";
import type { ThreadData } from "./thread.ts";
import { FunctionTotals, MergedTree } from "./totals.ts";
import { ThreadValues } from "./values.ts";

/** A call: the thread that it ran in, and its number there. */
export interface CallPlace {
  thread: number;
  call: number;
}

/** A report, read. */
export interface Model {
  meta: ReportMeta;
  threads: ThreadData[];
  /** By thread. */
  values: ThreadValues[];
  totals: FunctionTotals;
  tree: MergedTree;
}

/** The texts of a page that hold its data. */
export interface PageText {
  meta: string;
  blocks: readonly PageBlock[];
}

/** A block of events, and of their values. */
export interface PageBlock {
  thread: number;
  /** Its events; they are asked for once. */
  takeEvents: () => string;
  values: () => Promise<string>;
}

/** So many blocks are unpacked ahead of the one that is read. */
const AHEAD = 4;

const unpack = (text: string): Promise<Uint8Array<ArrayBuffer>> => inflate(fromBase64(text));

/** Reads a report. `progress` is told the share that is done, and may take its time. */
export async function readModel(page: PageText, progress: (share: number) => Promise<void>): Promise<Model> {
  const meta: ReportMeta = JSON.parse(new TextDecoder().decode(await unpack(page.meta)));
  const totals = new FunctionTotals(meta.functions.length);
  const tree = new MergedTree(Math.max(1, meta.functions.length));
  const decoders = meta.threads.map((info, number) => new ThreadDecoder(info, number, totals, tree));
  const values = meta.threads.map(() => new ThreadValues());
  const { blocks } = page;
  const waiting = blocks.slice(0, AHEAD).map((block) => unpack(block.takeEvents()));
  for (const [index, { thread, values: text }] of blocks.entries()) {
    const decoder = decoders[thread];
    const bytes = await (waiting.shift() as Promise<Uint8Array>);
    if (index + AHEAD < blocks.length) waiting.push(unpack(blocks[index + AHEAD].takeEvents()));
    values[thread].add({
      firstEvent: decoder.events,
      firstCall: decoder.calls,
      read: async () => unpack(await text()),
    });
    decoder.add(bytes);
    await progress((index + 1) / blocks.length);
  }
  const threads = decoders.map((decoder) => decoder.finish());
  totals.correct(meta.recordCost);
  tree.correct(meta.recordCost);
  return { meta, threads, values, totals, tree };
}
