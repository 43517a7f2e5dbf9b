import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createDatabase, openReader, openWriter, type StoreReader, type TraceRow } from "../store/mod.ts";
import { createLayout } from "./layout.ts";
import { createMatcher } from "./matcher.ts";
import { formatRow } from "./row.ts";
import { RowTexts } from "./row_text.ts";
import { plainText } from "./segment.ts";
import { args, STARTED_MS } from "./testing.ts";

const NAMES = ["Cart.total", "parse", "f12_3", "\x1b]0;owned\x07", "例え", "total", "<module>"];
const VALUES = [
  "1",
  "0.25",
  '"total"',
  '"a\\x1bb"',
  '{sku: "x1", qty: 2}',
  "undefined",
  "Cart {items: []}",
  "\x1b[31m",
  "\u202e例え",
  "two\nlines",
  '"lost"',
  "",
];
const TYPES = ["number", "string", "Object", "undefined", "Cart", "\x9b", ""];

function scattered(seed: number): (limit: number) => number {
  return (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
}

/** Runs `body` with a database of `count` random traces, hostile ones among them where `odd` says so. */
function withTraces(count: number, odd: boolean, body: (reader: StoreReader) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-matcher-"));
  const path = join(directory, "traces.sqlite");
  try {
    createDatabase(path, { command: "main.ts", cwd: "/home/ada/shop", startedMs: STARTED_MS, append: false });
    const writer = openWriter(path);
    const process = writer.addProcess({ pid: 1234, parentPid: 1, runtime: "node 24.21.0", command: "node main.ts" });
    writer.addThread(process, 1, "main");
    writer.addThread(process, 2, "worker");
    writer.addFunctions(
      "/home/ada/shop/src/cart.ts",
      NAMES.map((name, i) => ({ name, line: 40 + i, column: 1, kind: "function", params: [] })),
    );
    const below = scattered(count);
    const pick = <T>(list: readonly T[]): T => list[below(list.length)];
    const values = odd ? VALUES : VALUES.filter((value) => /^[\x20-\x7e]*$/.test(value));
    const types = odd ? TYPES : TYPES.filter((type) => /^\w+$/.test(type));
    const triples = (): [string, string, string][] =>
      Array.from(
        { length: below(3) },
        () => [pick(["rate", "name", "total", odd ? "\x07" : "n"]), pick(values), pick(types)],
      );
    writer.transaction((first) =>
      writer.insert(Array.from({ length: count }, (_, i): TraceRow => {
        const kind = below(9);
        const isLost = kind === 4;
        return {
          id: first + i,
          at: below(2e9),
          thread: 1 + below(2),
          kind,
          function: isLost ? null : 1 + below(NAMES.length),
          call: 1,
          parent: null,
          depth: pick([0, 1, 2, 30]),
          leave: null,
          duration: below(2) === 0 ? null : 10 ** below(8),
          args: odd && below(50) === 0 ? "\x1eno end" : below(5) === 0 ? null : args(...triples()),
          data: null,
          lost: isLost ? 1 + below(3) : null,
        };
      }))
    );
    writer.close();
    const reader = openReader(path);
    body(reader);
    reader.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const PATTERNS = [
  ...["total", "Total", "cart", "Cart\\.total", "number: 1", "rate = number: 0\\.25", "lost", "traces", "x1b", "4"],
  ...["f12_3\\(.*qty", "ms$", "^2026", "1234/2", "owned", "例", "Cart\\.total\\(\\)$", "(a+)+x", "undefined", "zzz"],
  ...[
    "total|parse",
    "(?=.*total).*rate",
    "hot functions",
    "2 traces",
    "traces lost",
    "trace lost",
    "5 s",
    "3 ms",
    "x1 qty",
    "ts cart",
    "return value",
    "rate 1",
    "src/cart\\.ts:4[01]",
    "\\+10",
    "module",
    "string",
    "$",
    ...["0", "99", "\\d{3}", "[5-8]{2}", "0:4", "07:0[45]", "\\d:\\d", "1234", "4/2", "23", "-", "\\+1", ">", "_3"],
    ...["total|parse|zz", "1|2", "\\w\\d", "(?:ms|ns)", "[a-c]+t|4[13]", "rate.*1|Cart .*tot|x1 qty", "Cart|例"],
    ...["number:", "r:[ 1]", "\\bx1", "1,", ",0", "[,:]", "\\[\\]", "\\d*", "(7)\\1", "[*]{3}|lost", "m?s|n", "[0-:]"],
  ],
];

for (const odd of [false, true]) {
  test(`rows are found as if each had been looked at, ${odd ? "hostile ones too" : "in plain recordings"}`, () =>
    withTraces(1200, odd, (reader) => {
      const layout = createLayout(reader, Infinity);
      const shown = reader.from(1, 1200).map((trace) => plainText(formatRow(trace, layout)));
      const texts: string[] = [];
      for (const [from, to] of [[1, 500], [500, 1199], [1199, 1201]]) {
        new RowTexts(reader, layout).each(from, to, (id, text) => texts[id - 1] = text);
      }
      assert.deepEqual(texts, shown);
      for (const text of PATTERNS) {
        for (const negate of [false, true]) {
          const matcher = createMatcher({ text, negate }, reader, layout);
          const found = [[1, 300], [300, 1100], [1100, 1201]].flatMap(([from, to]) => matcher(from, to));
          const expression = new RegExp(text, /[A-Z]/.test(text) ? "" : "i");
          const expected = shown.flatMap((row, i) => expression.test(row) === negate ? [] : [i + 1]);
          assert.deepEqual(found, expected, `${negate ? "not " : ""}${text}`);
        }
      }
    }));
}
