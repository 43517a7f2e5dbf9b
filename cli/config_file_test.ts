import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { TstraceError } from "../errors.ts";
import { readConfig } from "./config_file.ts";
import { createProgram } from "./program.ts";
import { allSettings } from "./settings.ts";

const settings = allSettings(await createProgram());

/** Gives `body` a directory with these files. */
function withFiles(files: Record<string, string>, body: (directory: string) => void): void {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "tstrace-config-")));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(directory, name, ".."), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function valuesIn(directory: string): Record<string, unknown> | undefined {
  const file = readConfig(directory, settings);
  return file && Object.fromEntries([...file.settled].map(([id, { value }]) => [id, value]));
}

test("a file of settings gives values as the options have them, paths beside the file", () => {
  const text = `{
    "$schema": "./tstrace.schema.json", // for the editor
    "db": "out/a.sqlite", "maxTraces": 10, "maxSize": "4M", "ringSize": 1048576, "quiet": true, "cache": false,
    "runtime": "bun", "include": ["a.ts", "b"], "stats": { "limit": 5, "sort": "calls" },
  }`;
  withFiles({ "tstrace.config.json": text, "deno.json": "{}", "sub/x.ts": "" }, (directory) => {
    const expected = {
      ...{ db: join(directory, "out/a.sqlite"), maxTraces: 10, maxSize: 4 << 20, ringSize: 1 << 20, quiet: true },
      ...{ cache: false, runtime: "bun", include: ["a.ts", "b"], "stats.limit": 5, "stats.sort": "calls" },
    };
    assert.deepEqual(valuesIn(directory), expected);
    assert.deepEqual(valuesIn(join(directory, "sub")), expected);
  });
});

test("the nearest file holds; in one directory a file of its own goes before the key in deno.json, and that before package.json", () => {
  const key = (n: number) => `{"tstrace": {"maxTraces": ${n}}}`;
  const files = {
    ".git/HEAD": "",
    "tstrace.config.json": '{"maxTraces": 1}',
    "deno.json": key(2),
    "a/deno.jsonc": key(3),
  };
  withFiles(
    { ...files, "a/package.json": key(4), "b/package.json": '{"dependencies": {"tstrace": "1"}}' },
    (directory) => {
      const found = ["", "a", "b"].map((name) => valuesIn(join(directory, name)));
      assert.deepEqual(found, [{ maxTraces: 1 }, { maxTraces: 3 }, { maxTraces: 1 }]);
    },
  );
});

test("nothing above the project is looked at", () => {
  withFiles({ "tstrace.config.json": "{}", "p/package.json": "{}", "p/src/x": "", "q/x": "" }, (directory) => {
    assert.equal(valuesIn(join(directory, "p", "src")), undefined);
    assert.equal(valuesIn(join(directory, "q")), undefined);
  });
});

test("each mistake is one line with the file, the key, what was found and what is allowed", () => {
  const mistakes: [string, RegExp][] = [
    ['{"maxTraces": "many"}', /:1: maxTraces is "many", and must be a whole number from 0 on$/],
    ['{\n"maxTraces": -1}', /:2: maxTraces is -1, and must be a whole number, 0 or more$/],
    ['{"depth": 11}', /: depth is 11, and must be at most 10$/],
    ['{"quiet": "yes"}', /: quiet is "yes", and must be true or false$/],
    ['{"ringSize": "1K"}', /: ringSize is "1K", and must be a size between 256K and 1G/],
    ['{"ringSize": null}', /: ringSize is null, and must be a number or a text$/],
    ['{"runtime": "rhino"}', /: runtime is "rhino", and must be one of auto, deno, bun, node/],
    ['{"include": [1]}', /: include is a list, and must be a list of texts$/],
    ['{"db": ""}', /: db is "", and must not be empty$/],
    ['{"db": {}}', /: db is an object, and must be a text$/],
    ['{"max-traces": 5}', /: there is no setting "max-traces", did you mean maxTraces\?$/],
    ['{"maxTrace": 5}', /did you mean maxTraces\?$/],
    ['{"__proto__": {"quiet": true}}', /no setting "__proto__", tstrace config lists them$/],
    ['{"stats": {"limits": 1}}', /no setting "limits" in stats, did you mean limit\?$/],
    ['{"stats": 5}', /: stats is 5, and must be an object/],
    ["[]", /:1: the settings are a list, and must be an object/],
    ['{"quiet": true, "quiet": false}', /"quiet" is set for a second time$/],
    ['{"quiet" true}', /^cannot read the settings in [^\n]*tstrace\.config\.json:1:10: a ":" is wanted here/],
    ["\0", /cannot read the settings/],
    [" ".repeat((1 << 20) + 1), /may have 1048576$/],
  ];
  for (const [text, line] of mistakes) {
    withFiles({ "tstrace.config.json": text }, (directory) => {
      assert.throws(() => readConfig(directory, settings), (error) => {
        assert.ok(error instanceof TstraceError);
        assert.equal(error.exitCode, 2);
        assert.match(error.message, line);
        assert.match(error.message, /tstrace\.config\.json/);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
    });
  }
});

test("what is no readable file is refused, and a file of others that does not parse is left to them", () => {
  withFiles(
    { "a/tstrace.config.json/x": "", "b/package.json": "{ no", "c/package.json": '{"tstrace": {}, x' },
    (at) => {
      assert.throws(() => readConfig(join(at, "a"), settings), /it is no file/);
      assert.equal(readConfig(join(at, "b"), settings), undefined);
      assert.throws(() => readConfig(join(at, "c"), settings), /package\.json:1:17/);
      symlinkSync("nowhere", join(at, "tstrace.config.json"));
      assert.equal(readConfig(at, settings), undefined);
    },
  );
});
