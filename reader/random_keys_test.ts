import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { openReader } from "../store/mod.ts";
import { SECTIONS } from "./commands.ts";
import { detailsOf } from "./detail_view.ts";
import { foldRows } from "./fold_source.ts";
import { createLayout } from "./layout.ts";
import { markJump } from "./marks.ts";
import { settle } from "./move.ts";
import { pressKey, resize } from "./pager.ts";
import { continueSeek } from "./seek.ts";
import { plainText } from "./segment.ts";
import { allRows, type RowSource } from "./source.ts";
import { initialState, pageHeight } from "./state.ts";
import { createRandom, makeRandomCalls } from "./stress_calls.ts";
import { withPath } from "./testing.ts";
import { viewFrame } from "./view.ts";
import { widthOf } from "./width.ts";

const SEED = Number(process.env.TSTRACE_RANDOM_SEED ?? 20261123);
const KEYS = Number(process.env.TSTRACE_RANDOM_KEYS ?? 400);

/** Keys that open a prompt, which has tests of its own, and those that leave. */
const LEFT_OUT = new Set(["/", "?", "&", "r", "s", "S *", "| *", "q", "Q", "Z", "ctrl-\\"]);

test(`whatever is pressed, the screen is full, no line too wide, the current row on it: ${KEYS} keys, seed ${SEED}`, () => {
  const random = createRandom(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const bound = SECTIONS.flatMap(({ entries }) => entries.flatMap(({ keys }) => keys));
  const keys = [...bound.filter((key) => !LEFT_OUT.has(key)), ..."0123456789", "J", "K", "tab", "escape", "right"];
  withPath((path) => {
    makeRandomCalls(path, random, { count: 900, threads: 2, lost: 100 });
    const reader = openReader(path);
    const all = allRows(reader);
    let layout = createLayout(reader, 80);
    let state = settle(initialState(80, 24), all);
    let folded: { folds: unknown; source: RowSource } | undefined;
    const source = (): RowSource => {
      if (folded?.folds !== state.folds) {
        folded = { folds: state.folds, source: foldRows(all, reader, state.folds, () => () => false) };
      }
      return folded!.source;
    };
    const pressed: string[] = [];
    try {
      for (let i = 0; i < KEYS; i++) {
        for (const key of keys[below(keys.length)].split(/(?<=.) (?=.)/)) {
          const pane = { details: () => detailsOf(state, reader, all, layout.clock).lines };
          state = pressKey(settle(state, source()), key === "*" ? "a" : key, source(), pane).state;
          pressed.push(key);
        }
        for (let piece = 0; state.seek && piece < 100; piece++) state = markJump(state, continueSeek(state, all));
        if (below(20) === 0) {
          const [columns, lines] = [1 + below(200), 1 + below(60)];
          layout = createLayout(reader, columns);
          state = resize(state, source(), columns, lines);
          pressed.push(`[${columns}x${lines}]`);
        }
        state = settle(state, source());
        const around = { name: "traces.sqlite", isRecording: false, news: null, isWorking: false };
        const frame = viewFrame(state, source(), layout, around, () => detailsOf(state, reader, all, layout.clock));
        state = { ...state, offset: frame.offset };
        const what = `after ${pressed.slice(-12).join(" ")}`;
        assert.equal(frame.lines.length, state.lines, what);
        for (const line of frame.lines) assert.ok(widthOf(plainText(line)) <= state.columns, what);
        const shown = source().from(state.top, pageHeight(state)).map(({ id }) => id);
        assert.ok(shown.includes(state.cursor), `${state.cursor} in ${shown} ${what}`);
        assert.ok(shown.length === pageHeight(state) || source().first() === shown[0] || shown.length > 0, what);
      }
    } finally {
      reader.close();
    }
  });
});
