/**
 * Random keys and sizes of the terminal, for the executable, Deno and Node. After each handful the screen must show
 * the rows that a simple model says belong there, be the same when it is drawn anew, and in the end leave the terminal
 * as it was. `TSTRACE_TEST_SEED` sets the seed, `TSTRACE_TEST_KEYS` how many keys (`100000` takes an hour), in runs of
 * some thousand, each with a seed of its own.
 */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { assertRestored, play, readers, withDatabase } from "./reader_play.ts";
import type { Snapshot, Step } from "./reader_protocol.ts";
import { targets } from "./runtimes.ts";

const ROWS = 5000;
const KEYS = Number(process.env.TSTRACE_TEST_KEYS || 300);
/** Keys in one run at most: all that it showed is kept until its end. */
const RUN_KEYS = 3000;
const SEED = Number(process.env.TSTRACE_TEST_SEED || Math.floor(Math.random() * 2 ** 31));

/** Escape that nothing behind it can be taken to belong to. */
const ESCAPE = "\x1b[27u";
const MOVES = [
  ..."j k f b d u g G n N < > 5j 37k 50% 99% 1234g 20G 3n ~ + - \x1bu".split(" "),
  ...[" ", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[C", "\x1b[D", "\x0c", "\x07"],
];
const SEARCHES = ["7", "number: 4", "=? number: .*9\\)", "nowhere", "(", "[5-8]{3}", "!1", "^2026", "\x1b[A"];
/** Filters, and which rows pass them. */
const FILTERS: readonly [text: string, passes: (id: number) => boolean][] = [
  ["value > 4000", (id) => id > 4000],
  ["value == '%7'", (id) => id % 10 === 7],
  ["value < 2500 and func == 'Cart.%'", (id) => id < 2500],
  ["value == 3 or value == 4711", (id) => id === 3 || id === 4711],
  ["value ~ '^[12]..$'", (id) => id >= 100 && id < 300],
];

/** The filters that are on, as the model has them. */
interface Model {
  filters: number[];
  isOn: boolean;
  context: number;
}

/** The rows that a model shows, by id. */
function rowsOf({ filters, isOn, context }: Model): number[] {
  const all = Array.from({ length: ROWS }, (_, i) => i + 1);
  if (!isOn || filters.length === 0) return all;
  const passing = new Set(all.filter((id) => filters.every((index) => FILTERS[index][1](id))));
  return all.filter((id) => {
    for (let near = id - context; near <= id + context; near++) if (passing.has(near)) return true;
    return false;
  });
}

/** What a handful of keys does to the model; movements and searches do nothing to which rows there are. */
function press(model: Model, keys: readonly string[]): Model {
  let { filters, isOn, context } = model;
  for (const key of keys) {
    if (filters.length === 0) continue;
    if (key === "~") isOn = !isOn;
    if (key === "+") context = Math.min(31, context + 1);
    if (key === "-") context = Math.max(0, context - 1);
  }
  return { filters, isOn, context };
}

/** What the screen shows belongs to the rows of the model, without a gap, at the place that the status line tells. */
function check({ lines }: Snapshot, model: Model, where: string): void {
  const rows = rowsOf(model);
  const status = / (\d+)-(\d+) of (\d+) /.exec(lines.at(-1) ?? "");
  const shown = lines.slice(0, -1).flatMap((line) => {
    const found = /,00(\d+) {2}1234/.exec(line);
    return found === null ? [] : [Number(found[1])];
  });
  const text = `${where}, ${JSON.stringify(model)}\n${lines.join("\n")}`;
  assert.ok(status, `no status: ${text}`);
  const [first, last, count] = status.slice(1).map(Number);
  assert.equal(count, rows.length, `rows: ${text}`);
  // Scrolled sideways the time may be out of sight.
  if (shown.length > 0) assert.deepEqual(shown, rows.slice(first - 1, last), `which rows: ${text}`);
  assert.equal(last - first + 1, Math.min(lines.length - 1, rows.length), `a full page: ${text}`);
}

/** The steps of a run, and what must hold at each `keep` of them. */
function makeRun(
  seed: number,
  count: number,
): { steps: Step[]; models: { name: string; model: Model; keys: string }[] } {
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
  const pick = <T>(list: readonly T[]): T => list[below(list.length)];
  // The Worker is started first: Deno clears a line of the screen as it loads it.
  const steps: Step[] = [{ wait: `of ${ROWS}` }, { send: "/nowhere\r" }, { wait: "Pattern not found" }];
  const models: { name: string; model: Model; keys: string }[] = [];
  let size = [100, 10];
  let model: Model = { filters: [], isOn: true, context: 0 };
  const settled: Step = { wait: "^(?!.*(?:counting|searching|looking)) \\d+-\\d+ of \\d+ " };
  // A prompt that is open shows that all keys before it have been taken.
  const settle = (name: string): Step[] => [
    { send: `${ESCAPE}${ESCAPE}?sync ${name}` },
    { wait: `^\\?sync ${name}$` },
    { send: ESCAPE },
    settled,
  ];
  for (let used = 0; used < count;) {
    const keys = Array.from({ length: 1 + below(12) }, () => pick(MOVES));
    used += keys.length + 3;
    let typed = keys.join("");
    if (below(3) === 0) typed += `${pick(["/", "?"])}${pick(SEARCHES)}\r`;
    steps.push({ send: typed });
    model = press(model, keys);
    if (below(4) === 0) {
      // Each of these can be waited for, so that no key that follows stops it.
      steps.push(...settle(`${used}f`));
      const isEmpty = below(3) === 0;
      const index = below(FILTERS.length);
      const filters = isEmpty ? [] : [...new Set([...model.filters, index])];
      const next = { ...model, filters, isOn: true };
      if (isEmpty || rowsOf({ ...next, context: 0 }).length > 0) {
        const wait = `^(?!.*counting) \\d+-\\d+ of ${rowsOf(next).length} ${isEmpty ? "(?!.*filter)" : ".*filter"}`;
        steps.push({ send: `&${isEmpty ? "" : FILTERS[index][0]}\r` }, { wait });
        model = next;
      }
    }
    if (below(3) === 0) {
      const [columns, lines] = [55 + below(100), 5 + below(30)];
      // The signal may come later than keys that are typed after it.
      if (columns !== size[0] || lines !== size[1]) steps.push({ redraw: [columns, lines] });
      size = [columns, lines];
    }
    const name = String(used);
    steps.push(...settle(name), { keep: name }, { send: "\x0c" }, ...settle(`${name}x`), { keep: `${name}x` });
    models.push({ name, model, keys: typed });
  }
  steps.push({ send: "q" }, { exit: true });
  return { steps, models };
}

/** All but the status line, in which hits may still be counted. */
function rowsOn({ lines }: Snapshot): string[] {
  return lines.slice(0, -1);
}

readers.forEach(({ name, command }, i) => {
  test(`${name}: random keys show what a simple model says, seed ${SEED + i}`, async () => {
    for (let done = 0; done < KEYS; done += RUN_KEYS) {
      const seed = SEED + i + done;
      await withDatabase(ROWS, (database) => {
        const { steps, models } = makeRun(seed, Math.min(RUN_KEYS, KEYS - done));
        const outcome = play(targets[0], database, steps, { command: command(database) });
        for (const { name, model, keys } of models) {
          const where = `seed ${seed}, at ${name}, after ${JSON.stringify(keys)}`;
          check(outcome.kept[name], model, where);
          assert.deepEqual(rowsOn(outcome.kept[`${name}x`]), rowsOn(outcome.kept[name]), `drawn anew: ${where}`);
        }
        assertRestored(outcome);
      });
    }
  });
});
