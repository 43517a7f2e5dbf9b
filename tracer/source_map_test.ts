import assert from "node:assert/strict";
import test from "node:test";
import { columnBefore, insertedBefore, lineStarts } from "./positions.ts";
import { identityMappings, InlineSourceMap, mapComment, SourceMap } from "./source_map.ts";

/** `a b` on line 1 comes from line 3, column 5 and line 4, column 1 of x.ts. */
const MAP = { version: 3, sources: ["x.ts"], names: ["ä"], mappings: "AAEI,EACJA" };

function withMap(code: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify(MAP));
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${btoa(String.fromCharCode(...bytes))}`;
}

test("An inline source map tells original places", () => {
  const map = InlineSourceMap.of(withMap("a b"))!;
  assert.deepEqual(map.find(1, 1), { line: 3, column: 5 });
  assert.deepEqual(map.find(1, 2), { line: 3, column: 5 });
  assert.deepEqual(map.find(1, 3), { line: 4, column: 1 });
  assert.deepEqual(map.find(9, 3), { line: 9, column: 3 });
});

test("A code without a map that can be read has none", () => {
  assert.equal(InlineSourceMap.of("a b"), undefined);
  assert.equal(InlineSourceMap.of("a\n//# sourceMappingURL=a.js.map"), undefined);
  assert.equal(InlineSourceMap.of("a\n//# sourceMappingURL=data:application/json;base64,AAAA"), undefined);
});

test("A source map moves with what is inserted", () => {
  const source = withMap("a b");
  const code = source.replace("a b", "XXa YYYb");
  const moved = InlineSourceMap.of(InlineSourceMap.of(source)!.moved(source, code, [0, 2, 2, 3]))!;
  assert.deepEqual(moved.find(1, 3), { line: 3, column: 5 });
  assert.deepEqual(moved.find(1, 7), { line: 3, column: 5 });
  assert.deepEqual(moved.find(1, 8), { line: 4, column: 1 });
});

test("Columns are known before and after insertions", () => {
  const source = "ab\r\ncd ef";
  assert.deepEqual(lineStarts(source), [0, 4]);
  const inserted = [1, 10, 4, 3, 7, 2];
  assert.equal(insertedBefore(inserted, 4, 6), 3);
  assert.equal(insertedBefore(inserted, 4, 7), 5);
  // XXXcd YYef
  assert.deepEqual([0, 2, 3, 5, 6, 7, 8, 9].map((column) => columnBefore(inserted, 4, column)), [
    0,
    0,
    0,
    2,
    3,
    3,
    3,
    4,
  ]);
});

test("A code that only had text inserted has a map to its source", () => {
  const code = "XXab\ncYYd";
  const map = InlineSourceMap.of(code + mapComment(identityMappings("ab\ncd", [0, 2, 4, 2], "all"), "file:///a.js"))!;
  assert.deepEqual([1, 3, 4].map((column) => map.find(1, column).column), [1, 1, 1]);
  assert.deepEqual([1, 2, 4].map((column) => map.find(2, column).column), [1, 2, 2]);
  assert.equal(map.find(2, 1).line, 2);
});

test("A source map in a file of its own is found beside the code, and its paths are made absolute", () => {
  const code = "a b\n//# sourceMappingURL=maps/x.js.map\n";
  const read = (url: URL): string => {
    assert.equal(url.href, "file:///p/dist/maps/x.js.map");
    return JSON.stringify({ ...MAP, sourceRoot: "../../src" });
  };
  const map = SourceMap.external(code, "file:///p/dist/x.js", read)!;
  assert.deepEqual(map.find(1, 3), { line: 4, column: 1 });
  assert.deepEqual(JSON.parse(map.textAfter(code, [])).sources, ["file:///p/src/x.ts"]);
  assert.equal(SourceMap.external(withMap("a"), "file:///x.js", read), undefined);
  assert.equal(
    SourceMap.external("a\n//# sourceMappingURL=gone.map", "file:///x.js", () => {
      throw new Error();
    }),
    undefined,
  );
});
