import { basename } from "node:path";
import { TstraceError } from "../errors.ts";
import { openReader, type StoreReader } from "../store/mod.ts";
import { FileWatch } from "./file_watch.ts";
import { foldRows } from "./fold_source.ts";
import type { Folds } from "./folds.ts";
import { goAlong } from "./follow.ts";
import { detailsOf } from "./detail_view.ts";
import { KeyInput } from "./key_input.ts";
import type { Key } from "./keys.ts";
import { later } from "./later.ts";
import { screenLayout } from "./layout.ts";
import { settle } from "./move.ts";
import { COLOURS, MONOCHROME, paint } from "./paint.ts";
import { answer } from "./answer.ts";
import type { RecordingControls } from "./controls.ts";
import { createAssistant } from "./assistant.ts";
import { promptAgain } from "./filter_keys.ts";
import { Finder } from "./finder.ts";
import { History, historyPath } from "./history.ts";
import { markJump } from "./marks.ts";
import { pressKey, resize } from "./pager.ts";
import type { Assistant } from "./prompt.ts";
import { Sender } from "./sender.ts";
import { continueSeek } from "./seek.ts";
import type { Layout } from "./row.ts";
import { openScreen, type Screen } from "./screen.ts";
import type { Segment } from "./segment.ts";
import { allRows, type RowSource } from "./source.ts";
import { type Action, initialState, otherRecording, pageHeight, type PagerState } from "./state.ts";
import { canPage, useColour } from "./terminal.ts";
import { failedFrame, viewFrame } from "./view.ts";
import { visible } from "./visible.ts";

/** What the pager shows. */
export interface PagerOptions {
  /** Stays open: its owner closes it. */
  reader: StoreReader;
  /** Scroll with the wheel of the mouse, which then selects no text. */
  mouse?: boolean;
  /** Tells the recording what to record. */
  controls?: RecordingControls;
}

/** How long a search runs before it looks for keys, in ms. */
const SLICE_MS = 8;
/** How often the progress of a search is shown, in ms. */
const PROGRESS_MS = 100;
/** How often new traces are looked for, in ms, and how often where the user follows them. */
const REFRESH_MS = 500;
const FOLLOW_MS = 20;
/** How long a database that somebody has locked is waited for, in ms: the screen stands still meanwhile. */
const LOCKED_MS = 1000;

/**
 * Shows the traces until the user leaves; only where `canPage()`. Rejects with what went wrong, the
 * terminal restored.
 */
export async function openPager(options: PagerOptions): Promise<void> {
  if (!canPage()) {
    throw new TstraceError("cannot open the reader: standard input and output are no terminal, use tstrace print", 1);
  }
  await new Promise<void>((resolve, reject) => new Pager(options, resolve, reject));
}

class Pager {
  readonly #own: StoreReader;
  readonly #controls: RecordingControls | undefined;
  readonly #theme = useColour() ? COLOURS : MONOCHROME;
  readonly #keys = new KeyInput((keys) => this.#guard(() => this.#press(keys)));
  readonly #screen: Screen;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  /** What `R` has opened instead of what it was given, else that. */
  #reader: StoreReader;
  /** All rows, those in folded calls and those that no filter lets pass too. */
  #every: RowSource;
  #finder: Finder;
  readonly #history = new History(historyPath(process.env));
  #assistant: Assistant;
  #progress: ReturnType<typeof setTimeout> | undefined;
  #folded: { all: RowSource; folds: Folds; source: RowSource } | undefined;
  #watch: FileWatch;
  #layout: Layout;
  #state: PagerState;
  /** The last state that could be shown, how it was, and whether rows could not be read since. */
  #good: PagerState;
  #frame: readonly Segment[][] = [];
  #isBroken = false;
  /** Draws once for all keys that have come together. */
  readonly #scheduleDraw = later(setImmediate, () => this.#guard(() => this.#draw()));
  /** What takes longer goes on piece by piece, keys first. */
  readonly #searchOn = later(setTimeout, () => this.#guard(() => this.#search()));
  readonly #transferOn = later(setTimeout, () => this.#guard(() => this.#transfer()));
  readonly #workOn = later(setTimeout, () => this.#guard(() => this.#work()));
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #isDone = false;
  #sender: Sender;
  #drawnAt = 0;
  /** Rows on the screen. */
  #shown = 0;

  constructor({ reader, mouse, controls }: PagerOptions, resolve: () => void, reject: (error: unknown) => void) {
    this.#own = reader;
    this.#controls = controls;
    this.#reader = reader;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#every = allRows(reader);
    this.#finder = this.#find(reader);
    this.#assistant = createAssistant(reader, this.#history);
    // Before the terminal is taken over: this fails where the database is damaged.
    this.#layout = this.#prepare(reader);
    this.#watch = new FileWatch(reader);
    this.#sender = new Sender(reader, () => this.#screen);
    this.#screen = openScreen({
      onBytes: (bytes) => this.#keys.push(bytes),
      onChange: () => this.#guard(() => this.#resize()),
      onGone: () => this.#finish(),
    }, mouse);
    this.#state = initialState(this.#screen.columns, this.#screen.lines);
    this.#good = this.#state;
    this.#guard(() => {
      this.#draw();
      this.#lookAgain();
    });
  }

  /** The rows that pass the filters, those in folded calls too. */
  get #all(): RowSource {
    return this.#finder.filtered(this.#state, this.#every);
  }

  /** The rows that are shown: without those in folded calls. */
  get #source(): RowSource {
    const { folds } = this.#state;
    const all = this.#all;
    if (this.#folded?.folds !== folds || this.#folded.all !== all) {
      this.#folded = { all, folds, source: foldRows(all, this.#reader, folds) };
    }
    return this.#folded.source;
  }

  #find(reader: StoreReader): Finder {
    const spoilt = (): void => {
      this.#screen.forget();
      this.#scheduleDraw();
    };
    return new Finder(reader.path, this.#every, () => this.#guard(() => this.#goOn()), spoilt);
  }

  #prepare(reader: StoreReader): Layout {
    reader.query(`PRAGMA busy_timeout = ${LOCKED_MS}`, []);
    return screenLayout(reader, process.stdout.columns);
  }

  /**
   * Whatever fails while the terminal is ours must restore it first. Where rows cannot be read, what was on the screen
   * stays, with the reason below it.
   */
  #guard(action: () => void): void {
    if (this.#isDone) return;
    try {
      action();
    } catch (error) {
      if (this.#stay(error)) return;
      this.#finish();
      this.#reject(error);
    }
  }

  #stay(error: unknown): boolean {
    if (!(error instanceof TstraceError) || this.#frame.length === 0) return false;
    const { columns, lines } = this.#screen;
    this.#state = { ...this.#good, columns, lines };
    this.#isBroken = true;
    const frame = failedFrame(this.#frame, visible(error.message), columns, lines);
    this.#screen.draw(frame.map((line) => paint(line, this.#theme)), null);
    return true;
  }

  #finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearTimeout(this.#refresh);
    this.#keys.close();
    clearTimeout(this.#progress);
    this.#finder.close();
    this.#sender.close();
    this.#screen.close();
    if (this.#reader !== this.#own) this.#reader.close();
    // Rejected already where it was an error.
    queueMicrotask(this.#resolve);
  }

  #press(keys: readonly Key[]): void {
    for (const key of keys) {
      // What needs no rows works without them too.
      if (this.#isBroken && /^[qQ]$/.test(key)) return this.#finish();
      if (this.#isBroken && key === "R") this.#reload();
      const before = this.#state;
      const help = { assistant: this.#assistant, details: () => this.#details().lines };
      const { state, action } = pressKey(settle(before, this.#source), key, this.#source, help);
      this.#state = state;
      if (before.transfer && !state.transfer) this.#state = { ...state, message: this.#sender.stop(before.transfer) };
      // Other readers may have added to it.
      if (state.prompt && !before.prompt) this.#history.refresh();
      const isStopped = (before.job && !state.job) || (before.pending && !state.pending);
      if (isStopped || key === "ctrl-c") this.#finder.stop(key === "ctrl-c");
      this.#finder.sync(state);
      if (action === "quit") return this.#finish();
      if (action !== undefined) this.#act(action);
      // What is known already is found before the next key, as if it took no time.
      if (state.job || state.pending) this.#advance();
      if (state.seek) this.#search();
      if (state.transfer) this.#transfer();
    }
    this.#scheduleDraw();
  }

  #act(action: Action): void {
    if (action === "suspend") this.#screen.suspend();
    if (action === "repaint") this.#screen.forget();
    if (action === "reload") this.#reload();
    const around = {
      reader: this.#reader,
      isRecording: this.#watch.isRecording,
      screen: this.#screen,
      layout: this.#layout,
      controls: this.#controls,
    };
    const message = answer(action, this.#state, this.#every, around);
    if (message instanceof Promise) this.#sayLater(message);
    else if (message !== null) this.#state = { ...this.#state, message };
  }

  #sayLater(later: Promise<string>): void {
    const say = (message: string): void =>
      this.#guard(() => {
        this.#state = { ...this.#state, message };
        this.#scheduleDraw();
      });
    later.then(say, (error) => say(String(error?.message ?? error)));
  }

  /** Opens the file anew; where that fails, what is open stays. */
  #reload(): void {
    const reader = openReader(this.#own.path);
    try {
      this.#layout = this.#prepare(reader);
    } catch (error) {
      reader.close();
      throw error;
    }
    if (this.#reader !== this.#own) this.#reader.close();
    this.#reader = reader;
    this.#every = allRows(reader);
    this.#finder.close();
    this.#finder = this.#find(reader);
    this.#assistant = createAssistant(reader, this.#history);
    if (this.#watch.isReplaced()) this.#state = otherRecording(this.#state);
    this.#watch = new FileWatch(reader);
    this.#sender = new Sender(reader, () => this.#screen);
    this.#finder.sync(this.#state);
    this.#screen.forget();
    this.#lookForTraces();
  }

  #resize(): void {
    this.#state = resize(this.#state, this.#source, this.#screen.columns, this.#screen.lines);
    this.#layout = screenLayout(this.#reader, this.#state.columns);
    this.#draw();
  }

  #lookAgain(): void {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => {
      this.#guard(() => this.#lookForTraces());
      if (!this.#isDone) this.#lookAgain();
    }, this.#state.follow === "on" && this.#watch.isRecording ? FOLLOW_MS : REFRESH_MS);
  }

  #lookForTraces(): void {
    if (this.#watch.lookAtFile()) this.#scheduleDraw();
    if (!this.#watch.hasOtherTraces()) return;
    this.#finder.follow();
    this.#layout = screenLayout(this.#reader, this.#state.columns);
    this.#state = goAlong(this.#state, this.#source);
    this.#scheduleDraw();
  }

  /** Goes on with what a search or a filter waits for, as far as it is known. */
  #advance(): void {
    this.#state = this.#finder.advance(this.#state, this.#all);
    if (this.#finder.isPendingInVain(this.#state)) this.#explainNothing();
  }

  /** Something has been found. What shows more than numbers is drawn at once. */
  #goOn(): void {
    const before = this.#state;
    this.#advance();
    this.#transfer();
    if (before.filters.length > 0) this.#state = goAlong(this.#state, this.#source);
    const isFull = this.#shown >= pageHeight(this.#state);
    const isNews = this.#state.job !== before.job || this.#state.filters !== before.filters ||
      this.#state.pending !== before.pending || !isFull || this.#finder.marks.isFresh();
    const wait = isNews ? 0 : PROGRESS_MS - (performance.now() - this.#drawnAt);
    if (wait <= 0) return this.#scheduleDraw();
    this.#progress ??= setTimeout(() => this.#scheduleDraw(), wait);
  }

  /** Nothing passes the filters that were asked for: the prompt comes back, with the reason where there is one. */
  async #explainNothing(): Promise<void> {
    const { pending } = this.#state;
    if (pending === null) return;
    this.#state = { ...this.#state, pending: null };
    this.#finder.sync(this.#state);
    const { top } = this.#state;
    const isWanted = (): boolean => this.#state.prompt === null && this.#state.top === top && !this.#isDone;
    const reason = await this.#finder.reason(pending, isWanted);
    this.#guard(() => {
      if (!isWanted() || this.#state.pending) return;
      this.#state = { ...this.#state, prompt: promptAgain(pending.at(-1) ?? "", reason) };
      this.#scheduleDraw();
    });
  }

  #search(): void {
    const end = performance.now() + SLICE_MS;
    while (this.#state.seek && performance.now() < end) {
      this.#state = markJump(this.#state, continueSeek(this.#state, this.#all));
    }
    const isGoingOn = this.#state.seek !== null;
    if (!isGoingOn || performance.now() - this.#drawnAt > PROGRESS_MS) this.#scheduleDraw();
    if (isGoingOn) this.#searchOn();
  }

  /** Writes rows that are on their way, as soon as it is known which they are. */
  #transfer(): void {
    const before = this.#state;
    if (before.transfer === null) return;
    const end = performance.now() + SLICE_MS;
    const after = this.#sender.advance(before, this.#source, (id) => this.#finder.knowsUntil(id), end);
    this.#state = after;
    if (after.transfer === null || performance.now() - this.#drawnAt > PROGRESS_MS) this.#scheduleDraw();
    // Where the filter has not come so far it tells when it has found more.
    if (after.transfer !== null && after !== before) this.#transferOn();
  }

  /** What the detail pane shows of the current row. */
  #details(): ReturnType<typeof detailsOf> {
    return detailsOf(this.#state, this.#reader, this.#all, this.#layout.clock);
  }

  #draw(): void {
    const source = this.#source;
    this.#state = settle(this.#state, source);
    const isWorking = source.isUnfinished();
    const around = {
      name: basename(this.#reader.path),
      isRecording: this.#watch.isRecording,
      news: this.#watch.news,
      isWorking,
      hitsIn: (text: string) => this.#finder.marks.of(text),
      isContext: (id: number) => this.#finder.isContext(this.#state, id),
      hits: this.#finder.hits(this.#state, this.#all),
      progress: this.#finder.progress(),
    };
    const frame = viewFrame(this.#state, source, this.#layout, around, () => this.#details());
    // The state may ask to scroll further than the rows go.
    this.#state = { ...this.#state, offset: frame.offset };
    this.#screen.draw(frame.lines.map((line) => paint(line, this.#theme)), frame.cursor);
    clearTimeout(this.#progress);
    this.#progress = undefined;
    void this.#finder.marks.fetch();
    this.#shown = frame.shown;
    this.#drawnAt = performance.now();
    this.#good = this.#state;
    this.#frame = frame.lines;
    this.#isBroken = false;
    // What a frame has no time for is worked out in the next one, keys first.
    if (source.isUnfinished() || isWorking) this.#workOn();
  }

  /** Asks for the screen again until nothing is left out of it, and shows from time to time how far that is. */
  #work(): void {
    const source = this.#source;
    const end = performance.now() + SLICE_MS;
    let isUnfinished = true;
    while (isUnfinished && performance.now() < end) {
      const { top, lines } = settle(this.#state, source);
      for (const trace of source.from(top, lines)) source.folded(trace);
      isUnfinished = source.isUnfinished();
    }
    if (!isUnfinished || performance.now() - this.#drawnAt > PROGRESS_MS) return this.#scheduleDraw();
    this.#workOn();
  }
}
