import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { configSchema } from "./config_schema.ts";
import { createProgram } from "./program.ts";
import { allSettings } from "./settings.ts";

const schema = configSchema(allSettings(await createProgram()));

test("tstrace.schema.json is what the options make now", () => {
  const file = join(fileURLToPath(new URL("..", import.meta.url)), "tstrace.schema.json");
  assert.equal(
    readFileSync(file, "utf8"),
    `${JSON.stringify(schema, undefined, 2)}\n`,
    "run tstrace config --schema > tstrace.schema.json",
  );
});

test("the schema takes what the options take", () => {
  const check = new Ajv({ allowUnionTypes: true }).compile(schema);
  const good = [
    {},
    { $schema: "./tstrace.schema.json", db: "a.sqlite", maxTraces: 0, ringSize: "64M", values: false },
    { include: ["a"], runtime: "deno", stats: { limit: 3, sort: "calls" } },
  ];
  const bad = [
    { maxTraces: -1 },
    { maxTraces: "1" },
    { depth: 11 },
    { runtime: "rhino" },
    { quiet: 1 },
    { ringSize: "lots" },
    { nosuch: 1 },
    { stats: { nosuch: 1 } },
  ];
  for (const value of good) assert.ok(check(value), JSON.stringify([value, check.errors]));
  for (const value of bad) assert.ok(!check(value), JSON.stringify(value));
});
