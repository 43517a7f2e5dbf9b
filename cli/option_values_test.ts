import assert from "node:assert/strict";
import { test } from "node:test";
import { Option } from "commander";
import {
  parseAutoMute,
  parseBudget,
  parseCount,
  parseCountTo,
  parseList,
  parseSample,
  parseSize,
  parseSwitch,
  valueSchemaOf,
} from "./option_values.ts";

test("sizes are bytes or have a unit", () => {
  const parseRing = parseSize("256K", "1G");
  assert.equal(parseRing("1048576"), 1024 ** 2);
  assert.equal(parseRing("512K"), 512 * 1024);
  assert.equal(parseRing("8m"), 8 * 1024 ** 2);
  assert.equal(parseRing("1GiB"), 1024 ** 3);
  for (const bad of ["", "1", "2G", "8X", "-8M", "8.5M"]) assert.throws(() => parseRing(bad), /between 256K and 1G/);
});

test("counts are whole numbers, some up to a bound", () => {
  assert.equal(parseCount("0"), 0);
  for (const bad of ["", "-1", "1.5", "1e3", "many"]) assert.throws(() => parseCount(bad), /whole number/);
  assert.equal(parseCountTo(10)("10"), 10);
  assert.throws(() => parseCountTo(10)("11"), /at most 10/);
});

test("lists stand between commas, and grow where the option is given again", () => {
  assert.deepEqual(parseList("a, b,,"), ["a", "b"]);
  assert.deepEqual(parseList("c", ["a"]), ["a", "c"]);
});

test("switches are on or off", () => {
  assert.deepEqual(["1", "TRUE", "on", "0", "no"].map(parseSwitch), [true, true, true, false, false]);
  assert.throws(() => parseSwitch("maybe"), /1 or 0/);
});

test("an option knows what its values may be", () => {
  const schema = (flags: string, change: (option: Option) => Option = (option) => option) =>
    valueSchemaOf(change(new Option(flags)));
  assert.deepEqual(schema("--quiet"), { type: "boolean" });
  assert.deepEqual(schema("--no-cache"), { type: "boolean" });
  assert.deepEqual(schema("--to <url>"), { type: "string" });
  assert.deepEqual(schema("--by <x>", (option) => option.choices(["a", "b"])), { type: "string", enum: ["a", "b"] });
  assert.equal(schema("--n <n>", (option) => option.argParser(parseCountTo(3))).maximum, 3);
});

test("rates are on, off or a number, and samples one in so many", () => {
  assert.deepEqual(["off", "on", "7"].map((text) => parseAutoMute(text)), [0, 50_000, 7]);
  for (const bad of ["", "0", "-1", "yes"]) assert.throws(() => parseAutoMute(bad), /on, off/);
  assert.deepEqual(["off", "50%", "12.5%", "2x", "1.1x", "200%"].map((text) => parseBudget(text)), [
    ...[0, 0.5, 0.125, 1, 0.1, 2],
  ]);
  for (const bad of ["", "50", "0%", "1x", "0.5x", "-5%", "x", "on", "1e3%"]) {
    assert.throws(() => parseBudget(bad), /such as 50%/);
  }
  assert.deepEqual(["1/10", "10", "1"].map((text) => parseSample(text)), [10, 10, 1]);
  for (const bad of ["", "0", "1/0", "2/3", "10%"]) assert.throws(() => parseSample(bad), /1\/10/);
});
