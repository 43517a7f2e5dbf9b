import { basename } from "node:path";
import { TstraceError } from "../errors.ts";
import type { StoreReader } from "../store/mod.ts";
import { type Key, KeyParser } from "./keys.ts";
import { createLayout } from "./layout.ts";
import { settle } from "./move.ts";
import { COLOURS, MONOCHROME, paint } from "./paint.ts";
import { continueSearch, pressKey, resize } from "./pager.ts";
import { openScreen, type Screen } from "./screen.ts";
import { allRows } from "./source.ts";
import { initialState, type PagerState } from "./state.ts";
import { canPage, useColour } from "./terminal.ts";
import { viewFrame } from "./view.ts";

/** What the pager shows. */
export interface PagerOptions {
  /** Stays open: its owner closes it. */
  reader: StoreReader;
}

/** How long Escape waits for the rest of a sequence, in ms. */
const ESCAPE_MS = 50;
/** How long a search runs before it looks for keys, in ms. */
const SLICE_MS = 8;
/** Rows that a search looks at before it looks at the clock. */
const SLICE_ROWS = 500;
/** How often the progress of a search is shown, in ms. */
const PROGRESS_MS = 100;
/** How often new traces are looked for, in ms. */
const REFRESH_MS = 500;

/**
 * Shows the traces until the user leaves; only where `canPage()`. Rejects with what went wrong, the
 * terminal restored.
 */
export async function openPager(options: PagerOptions): Promise<void> {
  if (!canPage()) throw new TstraceError("cannot open the reader: standard input and output are no terminal", 1);
  await new Promise<void>((resolve, reject) => new Pager(options.reader, resolve, reject));
}

class Pager {
  readonly #reader: StoreReader;
  readonly #source;
  readonly #theme = useColour() ? COLOURS : MONOCHROME;
  readonly #keys = new KeyParser();
  readonly #screen: Screen;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #refresh: ReturnType<typeof setInterval>;
  #layout;
  #state: PagerState;
  #escape: ReturnType<typeof setTimeout> | undefined;
  #isDrawing = false;
  #isSearching = false;
  #isDone = false;
  #newest = 0;
  #drawnAt = 0;

  constructor(reader: StoreReader, resolve: () => void, reject: (error: unknown) => void) {
    this.#reader = reader;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#source = allRows(reader);
    // Before the terminal is taken over: this fails where the database is damaged.
    this.#layout = createLayout(reader, process.stdout.columns);
    this.#screen = openScreen({
      onBytes: (bytes) => this.#guard(() => this.#read(bytes)),
      onChange: () => this.#guard(() => this.#resize()),
      onGone: () => this.#finish(),
    });
    this.#state = initialState(this.#screen.columns, this.#screen.lines);
    this.#refresh = setInterval(() => this.#guard(() => this.#lookForTraces()), REFRESH_MS);
    this.#guard(() => {
      this.#newest = this.#source.last();
      this.#draw();
    });
  }

  /** Whatever fails while the terminal is ours must restore it first. */
  #guard(action: () => void): void {
    if (this.#isDone) return;
    try {
      action();
    } catch (error) {
      this.#finish();
      this.#reject(error);
    }
  }

  #finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearInterval(this.#refresh);
    clearTimeout(this.#escape);
    this.#screen.close();
    // Rejected already where it was an error.
    queueMicrotask(this.#resolve);
  }

  #read(bytes: Uint8Array): void {
    clearTimeout(this.#escape);
    this.#press(this.#keys.push(bytes));
    if (!this.#keys.isWaiting) return;
    this.#escape = setTimeout(() => this.#guard(() => this.#press(this.#keys.flush())), ESCAPE_MS);
  }

  #press(keys: readonly Key[]): void {
    for (const key of keys) {
      const { state, action } = pressKey(this.#state, key, this.#source);
      this.#state = state;
      if (action === "quit") return this.#finish();
      if (action === "suspend") this.#screen.suspend();
      if (action === "repaint") this.#screen.forget();
      // A search that is short ends before the next key, as if it took no time.
      if (state.job) this.#search();
    }
    this.#scheduleDraw();
  }

  #resize(): void {
    this.#state = resize(this.#state, this.#source, this.#screen.columns, this.#screen.lines);
    this.#layout = createLayout(this.#reader, this.#state.columns);
    this.#draw();
  }

  #lookForTraces(): void {
    const newest = this.#source.last();
    if (newest === this.#newest) return;
    this.#newest = newest;
    this.#layout = createLayout(this.#reader, this.#state.columns);
    this.#scheduleDraw();
  }

  #search(): void {
    const end = performance.now() + SLICE_MS;
    while (this.#state.job && performance.now() < end) {
      this.#state = continueSearch(this.#state, this.#source, this.#layout, SLICE_ROWS);
    }
    if (!this.#state.job || performance.now() - this.#drawnAt > PROGRESS_MS) this.#scheduleDraw();
    if (!this.#state.job || this.#isSearching) return;
    this.#isSearching = true;
    setTimeout(() => {
      this.#isSearching = false;
      this.#guard(() => this.#search());
    });
  }

  /** Draws once for all keys that have come together. */
  #scheduleDraw(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    setImmediate(() => {
      this.#isDrawing = false;
      this.#guard(() => this.#draw());
    });
  }

  #draw(): void {
    this.#state = settle(this.#state, this.#source);
    const frame = viewFrame(this.#state, this.#source, this.#layout, basename(this.#reader.path));
    // The state may ask to scroll further than the rows go.
    this.#state = { ...this.#state, offset: frame.offset };
    this.#screen.draw(frame.lines.map((line) => paint(line, this.#theme)), frame.cursor);
    this.#drawnAt = performance.now();
  }
}
