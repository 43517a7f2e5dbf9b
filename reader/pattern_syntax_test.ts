import assert from "node:assert/strict";
import { test } from "node:test";
import { readPattern } from "./pattern_syntax.ts";

test("the texts that every match holds are found", () => {
  const cases: [pattern: string, required: string[]][] = [
    ["total", ["total"]],
    ["Cart\\.total\\(", ["Cart.total("]],
    ["rate = .* 0\\.2", ["rate = ", " 0.2"]],
    ["a.b", ["a", "b"]],
    ["abc?d", ["ab", "d"]],
    ["abc*", ["ab"]],
    ["abc+d", ["abc", "d"]],
    ["ab{2,3}", ["ab"]],
    ["ab{0}", ["a"]],
    ["a|b", []],
    ["x(a|b)y", ["x", "y"]],
    ["x(abc)y", ["x", "abc", "y"]],
    ["x(abc)?y", ["x", "y"]],
    ["x(abc)+y", ["x", "abc", "y"]],
    ["x(a(?:b|c)d)y", ["x", "a", "d", "y"]],
    ["(?!no)yes", ["yes"]],
    ["(?<=no)yes", ["yes"]],
    ["(?i:no)yes", ["yes"]],
    ["(?<name>in)", ["in"]],
    ["^a$", ["a"]],
    ["[abc]d", ["d"]],
    ["\\d+ms", ["ms"]],
    ["\\x41b", ["b"]],
    ["(a|b)|c", []],
    ["", []],
  ];
  for (const [pattern, required] of cases) assert.deepEqual(readPattern(pattern).required, required, pattern);
});

test("what it finds is in every match of random expressions", () => {
  let seed = 5;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
  const pieces = ["a", "b", "ab", "(", "(?:", ")", "|", "*", "+", "?", ".", "[ab]", "\\.", "{2}", "(?=", "^", "$"];
  let read = 0;
  for (let i = 0; i < 20_000; i++) {
    const pattern = Array.from({ length: 1 + below(8) }, () => pieces[below(pieces.length)]).join("");
    const { mistake, required } = readPattern(pattern);
    let expression: RegExp;
    try {
      expression = new RegExp(pattern);
    } catch {
      continue;
    }
    assert.equal(mistake, undefined, `${pattern}: ${mistake?.message}`);
    for (let j = 0; j < 5; j++) {
      const text = Array.from({ length: below(8) }, () => "ab."[below(3)]).join("");
      if (!expression.test(text)) continue;
      read++;
      for (const part of required) assert.ok(text.includes(part), `${pattern} matches ${text} without ${part}`);
    }
  }
  assert.ok(read > 1000);
});

test("a mistake is found at its place", () => {
  const cases: [pattern: string, message: RegExp, start: number, end: number][] = [
    ["ab(c", /not closed/, 2, 3],
    ["a(b|(c)", /not closed/, 1, 2],
    ["ab)c", /no \( for this/, 2, 3],
    ["a[bc", /\[ is not closed/, 1, 2],
    ["*a", /nothing that \* could repeat/, 0, 1],
    ["a(+b)", /nothing that \+/, 2, 3],
    ["a**", /nothing that \*/, 2, 3],
    ["a|{2}", /nothing that \{2\}/, 2, 5],
    ["a{3,2}", /wrong order/, 1, 6],
    ["[z-a]", /range/, 1, 4],
    ["a\\", /at the end/, 1, 2],
    ["(?x)", /kind of group/, 0, 3],
  ];
  for (const [pattern, message, start, end] of cases) {
    const { mistake } = readPattern(pattern);
    assert.match(mistake?.message ?? "", message, pattern);
    assert.deepEqual([mistake?.start, mistake?.end], [start, end], pattern);
    assert.throws(() => new RegExp(pattern), pattern);
  }
});
