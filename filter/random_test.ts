import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { openReader } from "../store/mod.ts";
import { createFilter, timeBase } from "./filter.ts";
import { createMatcher } from "./match.ts";
import { makeExpression } from "./stress_expressions.ts";
import { DIRECTORIES, makeDatabase, Random } from "./stress_records.ts";
import { fits } from "./slow_evaluator.ts";

/** How many expressions; ten thousand take about twenty seconds. */
const EXPRESSIONS = Number(process.env.TSTRACE_RANDOM_EXPRESSIONS ?? 1000);
const SEED = Number(process.env.TSTRACE_RANDOM_SEED ?? 20261123);
const PER_DATABASE = 250;
const TRACES = 60;

test(`filters find what a slow evaluator finds, in SQL and trace by trace: ${EXPRESSIONS} expressions, seed ${SEED}`, () => {
  const random = new Random(SEED);
  const directory = mkdtempSync(join(tmpdir(), "tstrace-filter-"));
  let found = 0;
  try {
    for (let done = 0; done < EXPRESSIONS; done += PER_DATABASE) {
      const path = join(directory, `${done}.sqlite`);
      const records = makeDatabase(path, random, TRACES);
      const reader = openReader(path);
      const time = timeBase(reader);
      const traces = reader.from(1, TRACES).map((trace) => ({ ...trace, data: reader.data(trace.id) }));
      for (let i = done; i < Math.min(done + PER_DATABASE, EXPRESSIONS); i++) {
        const { text, meaning } = makeExpression(random, 3);
        const expected = records.filter((record) => fits(meaning, record)).map(({ id }) => id);
        const filter = createFilter(text, reader);
        const actual = [...filter.chunks()].flat().map(({ id }) => id);
        assert.deepEqual(actual, expected, `expression ${i} of seed ${SEED}: ${text}`);
        assert.equal(filter.count(0, TRACES + 1), expected.length);
        // One trace at a time, without SQL, the same.
        const matchers = new Map(DIRECTORIES.map((cwd) => [cwd, createMatcher(text, { cwd, time })]));
        const fitting = traces.filter((trace) => matchers.get(trace.cwd)!.fits(trace));
        assert.ok(fitting.every((trace) => matchers.get(trace.cwd)!.mayFit(trace)), text);
        assert.deepEqual(fitting.map(({ id }) => id), expected, `expression ${i} of seed ${SEED}: ${text}`);
        found += expected.length;
      }
      reader.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  // Expressions that find nothing, or everything, would prove little.
  const part = found / (EXPRESSIONS * TRACES);
  assert.ok(part > 0.1 && part < 0.9, `${part} of all traces were found`);
});
