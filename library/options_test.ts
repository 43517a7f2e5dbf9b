import assert from "node:assert/strict";
import { test } from "node:test";
import { checkOptions, type TracingOptions } from "./options.ts";

test("options that are as they must be are taken", () => {
  checkOptions({});
  checkOptions({
    db: "x.sqlite",
    maxTraces: 0,
    maxSize: 1 << 20,
    clock: "coarse",
    append: true,
    include: ["lib"],
    redact: ["ssn", "user.card.number"],
    autoMute: 50_000,
    budget: 0.5,
    root: undefined,
    from: "func == 'f'",
    window: 5,
    slowerThan: "10ms",
  });
});

test("what is wrong with an option is said in a line", () => {
  const wrong: [unknown, RegExp][] = [
    [null, /must be an object, got null$/],
    [{ database: "x" }, /^there is no tracing option database, the options are db maxTraces /],
    [{ toString: 1 }, /no tracing option toString/],
    [{ db: "" }, /^the tracing option db must be a path, got ""$/],
    [{ maxTraces: -1 }, /maxTraces must be a whole number from 0, got -1$/],
    [{ maxSize: 1000 }, /maxSize must be a number of bytes from 1 MiB, got 1000$/],
    [{ ringSize: 1 }, /ringSize must be/],
    [{ clock: "fine" }, /^the tracing option clock must be exact or coarse, got "fine"$/],
    [{ append: "yes" }, /append must be true or false, got "yes"$/],
    [{ slowerThan: 10 }, /^the tracing option slowerThan must be a time such as 10ms, got 10$/],
    [{ redact: "ssn" }, /redact must be a list of names, got "ssn"$/],
    [{ autoMute: "on" }, /autoMute must be a whole number from 0, got "on"$/],
    [{ budget: "50%" }, /budget must be a number from 0, such as 0.5, got "50%"$/],
    [{ budget: -1 }, /budget must be/],
    [{ include: "lib" }, /include must be a list of patterns, got "lib"$/],
  ];
  for (const [options, message] of wrong) {
    assert.throws(() => checkOptions(options as TracingOptions), { name: "TstraceError", message, exitCode: 2 });
  }
});
