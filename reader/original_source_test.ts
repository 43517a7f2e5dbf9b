import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { originalPlace } from "./original_source.ts";
import { readSource } from "./source_lines.ts";

/** Generated lines 1 to 4: none, source 0 line 3, source 1 line 1, source 0 line 9 (not in that file) by column 8. */
const MAPPINGS = ";AAEA;ACFA;QDQA";

function withFiles(body: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "tstrace-map-"));
  try {
    mkdirSync(join(directory, "dist"));
    mkdirSync(join(directory, "src"));
    body(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("a source map leads to the line that was compiled, in a file of its own or inline", () => {
  withFiles((directory) => {
    const map = { version: 3, mappings: MAPPINGS, sources: ["cart.ts", "tax.ts"], sourceRoot: "../src" };
    writeFileSync(join(directory, "dist", "cart.js.map"), JSON.stringify(map));
    const path = join(directory, "dist", "cart.js");
    const inline = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
    for (const url of ["cart.js.map", inline]) {
      const lines = ["a", "b", "c", "d", `//# sourceMappingURL=${url}`, ""];
      const place = (line: number): unknown => originalPlace(path, lines, line);
      assert.equal(place(1), undefined);
      assert.deepEqual(place(2), { path: join(directory, "src", "cart.ts"), line: 3, content: null });
      assert.deepEqual(place(3), { path: join(directory, "src", "tax.ts"), line: 1, content: null });
      assert.deepEqual(place(4), { path: join(directory, "src", "cart.ts"), line: 9, content: null });
      assert.equal(place(5), undefined);
    }
  });
});

test("a map that is missing, damaged or of no file is none", () => {
  const place = (url: string): unknown => originalPlace("/no/such.js", ["a", `//# sourceMappingURL=${url}`], 1);
  const urls = ["none.map", "data:application/json,{", "data:application/json,{}", "https://example.com/a.map"];
  for (const url of urls) assert.equal(place(url), undefined, url);
  const remote = { version: 3, mappings: "AAAA", sources: ["webpack://shop/cart.ts"] };
  assert.equal(place(`data:application/json,${encodeURIComponent(JSON.stringify(remote))}`), undefined);
  assert.equal(originalPlace("/a.js", ["a"], 1), undefined);
});

test("the original is read from its file, else from the map, else what ran is shown", () => {
  withFiles((directory) => {
    const path = join(directory, "dist", "cart.js");
    const write = (sourcesContent?: string[]): void => {
      const map = { version: 3, mappings: MAPPINGS, sources: ["../src/cart.ts", "../src/tax.ts"], sourcesContent };
      const inline = `data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
      writeFileSync(path, `a\nb\nc\nd\n//# sourceMappingURL=${inline}\n`);
      utimesSync(path, 1, 1);
    };
    const read = (): unknown => readSource(path, 2, 1, 5000);
    write();
    assert.deepEqual(read(), { original: null, line: 2, first: 1, lines: ["a", "b", "c"], doubt: null });
    write(["one\ntwo\nthree\nfour"]);
    utimesSync(path, 2, 2);
    const original = join(directory, "src", "cart.ts");
    const found = { original, line: 3, first: 2, lines: ["two", "three", "four"], doubt: null };
    assert.deepEqual(read(), found);
    writeFileSync(original, "1\n2\n3\n4\n5");
    utimesSync(original, 9, 9);
    assert.deepEqual(read(), { ...found, lines: ["2", "3", "4"], doubt: "the file has changed since it ran" });
  });
});
