/** Filters on real recordings: print, count, sql. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseFilter } from "../filter/parse.ts";
import { addTraces, makeDatabase } from "./reader_database.ts";
import { environment, inDirectory, type PrintedTrace, root, runTstrace, targets, tstraceCommand } from "./runtimes.ts";

const PROGRAM = `class Cart {
  owner: { id: number; name: string };
  constructor(owner: { id: number; name: string }) { this.owner = owner; }
  total(rate: number, tags: string[]) {
    if (rate > 1) throw Object.assign(new RangeError("too much"), { code: "E_RATE" });
    return { sum: 61.2 * rate, note: "paid by " + this.owner.name };
  }
}
function open(user: { id: number; name: string }, seen: Map<string, number>) { return new Cart(user); }
const cart = open({ id: 5, name: "Ada" }, new Map([["tea", 2]]));
for (const rate of [0.2, 0.5, 2]) {
  try { cart.total(rate, ["x", "y"]); } catch {}
}
`;

/** Records the program in `cwd` once, with the runtime. */
function record(cwd: string, index: number): void {
  writeFileSync(join(cwd, "shop.ts"), PROGRAM);
  const { runtime, path } = targets[index];
  const { stderr, status } = runTstrace(["run", "--quiet", "--runtime", runtime, "shop.ts"], { cwd, path });
  assert.equal(status, 0, stderr);
}

/** `kind func` of each trace that a filter finds. */
function found(cwd: string, filter: string): string[] {
  const { stdout, stderr, status } = runTstrace(["print", filter, "--json"], { cwd });
  assert.equal(status, 0, `${filter}: ${stderr}`);
  const traces: PrintedTrace[] = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return traces.map(({ kind, func }) => `${kind} ${func}`);
}

for (const [index, { name }] of targets.entries()) {
  test(`filters find what they ask for in a recording of ${name}`, () =>
    inDirectory((cwd) => {
      record(cwd, index);
      const cases: [string, string[]][] = [
        ["func == 'Cart.total' and kind == 'call'", Array(3).fill("call Cart.total")],
        ["arg == 'rate' and value > 0.3", Array(2).fill("call Cart.total")],
        ["arg.user.id == 5", ["call open"]],
        ["arg.user.name == 'A%' and module == 'shop.ts'", ["call open"]],
        ["arg.seen.tea == 2 and arg.seen.size == 1", ["call open"]],
        ["arg.tags[1] == 'y' and arg.tags.length == 2 and arg.rate < 0.3", ["call Cart.total"]],
        ["return.sum > 20", ["return Cart.total"]],
        ["return.note == 'paid by Ada' and not return.sum > 20", ["return Cart.total"]],
        ["return.note.length == 11", Array(2).fill("return Cart.total")],
        ["exception.code == 'E_RATE' && exception.message ~ '^too'", ["exception Cart.total"]],
        ["arg == 'exception' and type == 'RangeError'", ["exception Cart.total"]],
        ["kind in ('return', 'exception') and func == 'Cart.total' and depth >= 0 and duration > 0ns", [
          "return Cart.total",
          "return Cart.total",
          "exception Cart.total",
        ]],
      ];
      for (const [filter, expected] of cases) assert.deepEqual(found(cwd, filter), expected, filter);
    }));
}

test("print takes a filter as a word or an option, and prints text, JSON, CSV, columns, the newest first", () =>
  inDirectory((cwd) => {
    record(cwd, 1);
    const out = (...words: string[]): string => {
      const { stdout, stderr, status } = runTstrace(words, { cwd });
      assert.deepEqual([stderr, status], ["", 0]);
      return stdout;
    };
    const filter = "func == 'Cart.total' and kind == 'call'";
    assert.equal(out("print", filter), out("print", "--filter", filter));
    assert.equal(out("print", filter).split("\n").length, 4);
    const columns = ["--columns", "func,args"];
    assert.match(out("print", filter, "--limit", "1", "--reverse", ...columns), /^Cart\.total\trate = 2, tags = .*\n$/);
    assert.match(out("print", filter, "--csv", ...columns), /^func,args\nCart\.total,"rate = 0\.2, tags = /);
    assert.equal(out("count", filter), "3\n");
    assert.equal(out("count", "not kind == 'call' and kind == 'call'"), "0\n");
    assert.match(
      out("sql", "select func, count(*) as n from calls where func = 'open' group by func"),
      /^func +n\n-+ +-\nopen +1\n$/,
    );
    assert.equal(out("sql", "--json", "select kind, lost from traces limit 1"), '{"kind":0,"lost":null}\n');
    assert.equal(out("sql", "--csv", "select 'a,b' as x"), 'x\n"a,b"\n');
  }));

test("a mistake is shown with a caret under its place, and ends with 2", () =>
  inDirectory((cwd) => {
    record(cwd, 1);
    const wrong = (filter: string): string => {
      const { stdout, stderr, status } = runTstrace(["print", filter], { cwd });
      assert.deepEqual([stdout, status], ["", 2]);
      return stderr;
    };
    assert.equal(
      wrong("kind == 'call' and fnc == 'x'"),
      "tstrace: there is no field fnc, did you mean func?\n  kind == 'call' and fnc == 'x'\n                     ^^^\n",
    );
    assert.equal(
      wrong("func == 'Cart.totl'"),
      "tstrace: func not found: 'Cart.totl' - nearest: Cart.total\n  func == 'Cart.totl'\n          ^^^^^^^^^^^\n",
    );
    assert.match(wrong("(".repeat(10_000)), /^tstrace: nested more than 100 deep\n/);
    const hostile = wrong("\x1b[2J");
    assert.match(hostile, /^tstrace: this character has no meaning here/);
    assert.ok(!hostile.includes("\x1b"));
    const count = runTstrace(["count", "func == 'Cart.totl'"], { cwd });
    assert.deepEqual([count.stdout, count.status], ["0\n", 0]);
    assert.match(count.stderr, /^tstrace: func not found: 'Cart\.totl'/);
  }));

test("nothing found is no mistake where every value exists", () =>
  inDirectory((cwd) => {
    record(cwd, 1);
    for (const filter of ["func == 'open' and arg == 'rate'", "depth > 1000"]) {
      assert.deepEqual(runTstrace(["print", filter], { cwd }).stderr, "");
    }
  }));

test("print --follow prints what comes, and ends when the recording does", () =>
  inDirectory(async (cwd) => {
    const program = `function tick(n: number) { return n; }
let n = 0;
const timer = setInterval(() => { tick(++n); if (n === 20) clearInterval(timer); }, 50);`;
    writeFileSync(join(cwd, "ticks.ts"), program);
    const start = (...words: string[]) => {
      const [command, ...args] = tstraceCommand(...words);
      const child = spawn(command, args, { cwd, env: environment(targets[1]), stdio: ["ignore", "pipe", "inherit"] });
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (piece: string) => text += piece);
      return { ended: once(child, "close"), text: () => text };
    };
    const run = start("run", "--quiet", "--runtime", "bun", "ticks.ts");
    const isThere = () => runTstrace(["count", "func == 'tick'"], { cwd }).stdout.trim() > "0";
    for (let i = 0; i < 200 && !isThere(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    const follow = start("print", "func == 'tick' and kind == 'call'", "--follow", "--columns", "args");
    await run.ended;
    await follow.ended;
    assert.deepEqual(follow.text().trim().split("\n"), Array.from({ length: 20 }, (_, i) => `n = ${i + 1}`));
  }));

test("names that are hostile are found as they are shown, and shown escaped", () =>
  inDirectory((cwd) => {
    const path = join(cwd, "traces.sqlite");
    makeDatabase(path);
    addTraces(path, 3, [{}, { function: 2 }]);
    assert.equal(found(cwd, "func == '\\x1b]0;owned\\x07'").length, 1);
    assert.equal(found(cwd, "module == '\\x1b[2J.ts'").length, 1);
    assert.equal(found(cwd, "module == 'src/cart.ts'").length, 2);
    const { stderr } = runTstrace(["print", "func == 'owne'"], { cwd });
    assert.match(stderr, /nearest/);
    assert.ok(!stderr.includes("\x1b"));
  }));

test("every example of docs/filters.md is a filter", () => {
  const text = readFileSync(join(root, "docs", "filters.md"), "utf8");
  const table = text.slice(text.indexOf("## Examples"), text.indexOf("## Fields"));
  const examples = [...table.matchAll(/^\| `(.*?)` +\|/gm)].map((match) => match[1].replaceAll("\\|", "|"));
  assert.ok(examples.length > 12);
  for (const example of examples) assert.doesNotThrow(() => parseFilter(example), example);
});
