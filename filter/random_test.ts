import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { openReader } from "../store/mod.ts";
import { createFilter } from "./filter.ts";
import { makeExpression } from "./stress_expressions.ts";
import { makeDatabase, Random } from "./stress_records.ts";
import { fits } from "./slow_evaluator.ts";

/** How many expressions; ten thousand take about twenty seconds. */
const EXPRESSIONS = Number(process.env.TSTRACE_RANDOM_EXPRESSIONS ?? 1000);
const SEED = Number(process.env.TSTRACE_RANDOM_SEED ?? 20261123);
const PER_DATABASE = 250;
const TRACES = 60;

test(`filters find what a slow evaluator finds: ${EXPRESSIONS} expressions, seed ${SEED}`, () => {
  const random = new Random(SEED);
  const directory = mkdtempSync(join(tmpdir(), "tstrace-filter-"));
  let found = 0;
  try {
    for (let done = 0; done < EXPRESSIONS; done += PER_DATABASE) {
      const path = join(directory, `${done}.sqlite`);
      const records = makeDatabase(path, random, TRACES);
      const reader = openReader(path);
      for (let i = done; i < Math.min(done + PER_DATABASE, EXPRESSIONS); i++) {
        const { text, meaning } = makeExpression(random, 3);
        const expected = records.filter((record) => fits(meaning, record)).map(({ id }) => id);
        const filter = createFilter(text, reader);
        const actual = [...filter.chunks()].flat().map(({ id }) => id);
        assert.deepEqual(actual, expected, `expression ${i} of seed ${SEED}: ${text}`);
        assert.equal(filter.count(0, TRACES + 1), expected.length);
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
