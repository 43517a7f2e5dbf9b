import assert from "node:assert/strict";
import { test } from "node:test";
import { FilterError } from "./error.ts";
import { parseFilter } from "./parse.ts";
import type { Tree } from "./tree.ts";

/** A tree as text, every `and` and `or` in parentheses. */
function written(tree: Tree): string {
  if (tree.type === "not") return `not ${written(tree.part)}`;
  if (tree.type !== "comparison") return `(${tree.parts.map(written).join(` ${tree.type} `)})`;
  const { subject, operator, operands } = tree;
  const left = subject.field ?? [`<${subject.argument}>`, ...subject.path].join("/");
  const right = operands.map((literal) =>
    literal.type === "text"
      ? JSON.stringify(literal.text)
      : literal.type === "number"
      ? `${literal.number}${literal.unit}`
      : literal.name
  );
  return `${left} ${operator} ${right.join(",")}`;
}

function read(source: string): string {
  return written(parseFilter(source));
}

/** The mistake in a filter, and what it stands under. */
function mistake(source: string): { message: string; place: string; start: number; options: readonly string[] } {
  try {
    parseFilter(source);
  } catch (error) {
    assert.ok(error instanceof FilterError, String(error));
    const { message, start, end, options } = error;
    return { message, place: source.slice(start, end), start, options };
  }
  throw new Error(`no mistake found in ${source}`);
}

test("and binds more than or, not more than both, parentheses most", () => {
  assert.equal(read("pid == 1 or pid == 2 and tid == 3"), "(pid == 1 or (pid == 2 and tid == 3))");
  assert.equal(read("not pid == 1 and tid == 2"), "(not pid == 1 and tid == 2)");
  assert.equal(read("not (pid == 1 and tid == 2)"), "not (pid == 1 and tid == 2)");
  assert.equal(read("! !pid==1&&tid==2||depth<3"), "((not not pid == 1 and tid == 2) or depth < 3)");
  assert.equal(read("pid == 1 AND NOT tid == 2 Or depth == 3"), "((pid == 1 and not tid == 2) or depth == 3)");
});

test("the example of pytrace reads as it did there", () => {
  assert.equal(
    read("func == 'fib' and arg == 'return value' and not value == '1'"),
    '(func == "fib" and arg == "return value" and not value == "1")',
  );
});

test("text stands in either quotes; the quote is doubled or escaped, other backslashes stay", () => {
  assert.equal(read(`func == "it's"`), `func == "it's"`);
  assert.equal(read("func == 'it''s'"), `func == "it's"`);
  assert.equal(read("func == 'it\\'s'"), `func == "it's"`);
  assert.equal(read(String.raw`value ~ '^\d+\\$'`), String.raw`value ~ "^\\d+\\\\$"`);
  assert.equal(read("func == ''"), 'func == ""');
  assert.equal(read("func == 'a\0\n\u{1f600}'"), `func == ${JSON.stringify("a\0\n😀")}`);
  assert.equal(read("func == '\ud800'"), `func == ${JSON.stringify("\ufffd")}`);
});

test("numbers, units, lists and constants are read", () => {
  assert.equal(read("depth in (1, -2, 3.5, 1e3, 0x10, 1_000)"), "depth in 1,-2,3.5,1000,16,1000");
  assert.equal(read("duration > 5ms and duration<'2 s'"), '(duration > 5ms and duration < "2 s")');
  assert.equal(read("depth==5and pid==3"), "(depth == 5 and pid == 3)");
  assert.equal(read("func not in ('a', \"b\")"), 'func not in "a","b"');
  assert.equal(read("value == true or value != null"), "(value == true or value != null)");
});

test("paths lead into arguments", () => {
  assert.equal(read("arg.user.id == 5"), "<user>/id == 5");
  assert.equal(read("return.length > 10"), "<return value>/length > 10");
  assert.equal(read("return == 5"), "<return value> == 5");
  assert.equal(read("exception.code == 'ENOENT'"), '<exception>/code == "ENOENT"');
  assert.equal(read(`arg.items[0]."a-b"['c d'].and.1 == 5`), "<items>/0/a-b/c d/and/1 == 5");
  assert.equal(read(`arg["return value"].x == 5`), "<return value>/x == 5");
});

test("a mistake gives its place, what was expected and what there is", () => {
  const cases: [source: string, message: RegExp, place: string][] = [
    ["fnc == 'x'", /there is no field fnc, did you mean func\?/, "fnc"],
    ["qqqqqqqq == 'x'", /there is no field qqqqqqqq, the fields are func module/, "qqqqqqqq"],
    ["total", /there is no field total, a function is found by func == 'total'/, "total"],
    ["func = 'x'", /equal is ==/, "="],
    ["func == x", /expected a value, found x, text goes into quotes: 'x'/, "x"],
    ["func == 'x", /not closed/, "'"],
    ["func == 5", /func is compared with a text in quotes, found the number 5/, "5"],
    ["func > 'x'", /func cannot be compared by >, only by == !=/, ">"],
    ["pid == 'x'", /pid is compared with a number, found a text/, "'x'"],
    ["value > 'x'", /value is compared with a number/, "'x'"],
    ["duration > 5 parsecs", /expected and, or or the end, found parsecs/, "parsecs"],
    ["duration > '5 parsecs'", /time with its unit/, "'5 parsecs'"],
    ["time > 'tomorrow'", /a time such as/, "'tomorrow'"],
    ["value ~ '('", /the regular expression is wrong/, "'('"],
    ["func == 'a' func == 'b'", /expected and, or or the end, found func/, "func"],
    ["func == 'a' == 'b'", /second comparison/, "=="],
    ["(func == 'a'", /the \) for this \( is missing/, "("],
    ["func == 'a')", /there is no \( for this \)/, ")"],
    ["func in ()", /the list is empty/, "in"],
    ["func in 'a'", /expected \( and a list/, "'a'"],
    ["func in ('a' 'b')", /expected , or \)/, "'b'"],
    ["'a' == func", /the field goes to the left/, "'a'"],
    ["func ==", /expected a value, found the end/, ""],
    ["", /expected a field, found the end/, ""],
    ["func", /expected an operator after func, found the end/, ""],
    ["func.x == 1", /only arg, return and exception have something inside/, "."],
    ["arg.user[x] == 1", /expected an index or a key in quotes/, "x"],
    ["func & 'a'", /use and or &&/, "&"],
    ["func == 'a' ; drop table traces", /no meaning here/, ";"],
  ];
  for (const [source, message, place] of cases) {
    const found = mistake(source);
    assert.match(found.message, message, source);
    assert.equal(found.place, place, source);
    assert.ok(!/\n/.test(found.message));
  }
  assert.deepEqual(mistake("fnc == 'x'").options, ["func"]);
  assert.equal(mistake("func == 'a' and fnc == 'x'").start, 16);
});

test("deep nesting is an error with its place, not an overflow of the stack", () => {
  const deep = "(".repeat(10_000) + "pid == 1" + ")".repeat(10_000);
  assert.match(mistake(deep).message, /nested more than 100 deep/);
  assert.equal(mistake(deep).start, 100);
  assert.match(mistake("not ".repeat(10_000) + "pid == 1").message, /nested more than 100 deep/);
  assert.match(mistake("!(".repeat(10_000)).message, /nested more than 100 deep/);
  assert.match(mistake(`arg${".a".repeat(10_000)} == 1`).message, /more than 32 keys/);
  assert.equal(read(`${"(".repeat(100)}pid == 1${")".repeat(100)}`), "pid == 1");
});

test("a filter of 100 000 characters is read, a longer one refused", () => {
  const many = Array.from({ length: 5000 }, () => "pid == 1").join(" or ");
  assert.equal(parseFilter(many.slice(0, 60_000 - 4)).type, "or");
  assert.equal(parseFilter(`func == '${"x".repeat(99_000)}'`).type, "comparison");
  assert.match(mistake(`func == '${"x".repeat(100_000)}'`).message, /more than 100000 are not read/);
});
