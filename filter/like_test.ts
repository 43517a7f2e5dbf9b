import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { likeTest, longestText, parseLike } from "./like.ts";

function matches(text: string, pattern: string): boolean {
  return likeTest(parseLike(pattern))(text);
}

test("patterns match what LIKE of SQLite matches", () => {
  const database = new DatabaseSync(":memory:");
  const like = database.prepare("SELECT ? LIKE ? AS fits");
  const texts = ["", "a", "A", "ab", "aab", "abab", "a%b", "größe", "GRÖSSE", "😀", "a😀b", "a\nb", "x.y", "[a]"];
  const patterns = [
    "",
    "%",
    "_",
    "a",
    "A%",
    "%b",
    "%a%b",
    "a_b",
    "_%_",
    "%%",
    "a%%b",
    "gr_%",
    "GRÖ%",
    "%ö%",
    "_",
    "x.y",
  ];
  for (const text of texts) {
    for (const pattern of patterns) {
      const expected = (like.get(text, pattern) as { fits: number }).fits === 1;
      assert.equal(matches(text, pattern), expected, `${JSON.stringify(text)} LIKE ${JSON.stringify(pattern)}`);
    }
  }
  database.close();
});

test("a backslash takes the meaning from a wildcard, and is itself anywhere else", () => {
  assert.equal(matches("a%b", "a\\%b"), true);
  assert.equal(matches("axb", "a\\%b"), false);
  assert.equal(matches("a_b", "a\\_b"), true);
  assert.equal(matches("axb", "a\\_b"), false);
  assert.equal(matches("a\\nb", "a\\nb"), true);
  assert.equal(matches("a\\\\b", "a\\\\b"), true);
  assert.equal(matches("a\\\\xyz", "a\\\\%"), true);
  assert.equal(matches("a\\", "a\\"), true);
});

test("many wildcards take no time that grows out of hand", () => {
  const started = performance.now();
  assert.equal(matches("a".repeat(20_000), `${"%a".repeat(200)}%b`), false);
  assert.ok(performance.now() - started < 2000);
});

test("the longest text is what every match holds", () => {
  assert.equal(longestText(parseLike("ab%cde_f")), "cde");
  assert.equal(longestText(parseLike("%_%")), undefined);
  assert.equal(longestText(parseLike("50\\%")), "50%");
});
