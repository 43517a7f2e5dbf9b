import assert from "node:assert/strict";
import { test } from "node:test";
import { followCalls, type Step } from "./trace_rules.ts";

/** Such as `> f 1 0`, kind, function, call, and parent of a call. */
function steps(...lines: string[]): Step[] {
  const kinds = { ">": "call", "<": "return", "!": "exception", "%": "yield", "~": "await", "^": "resume" } as const;
  return lines.map((line) => {
    const [kind, func, call, parent, depth] = line.split(" ");
    const step = { kind: kinds[kind as keyof typeof kinds], func, call: Number(call), parent: Number(parent) };
    return depth === undefined ? step : { ...step, depth: Number(depth) };
  });
}

test("calls that nest, suspend and resume are in order", () => {
  const good = steps("> a 1 0", "> b 2 1", "~ b 2", "> c 3 1", "! c 3", "< a 1", "^ b 2", "> d 4 2", "< d 4", "< b 2");
  assert.deepEqual(followCalls(good), { problems: [], running: [], suspended: [] });
});

test("calls that have not ended are named", () => {
  const open = steps("> a 1 0", "> g 2 1", "% g 2");
  assert.deepEqual(followCalls(open), { problems: [], running: ["a"], suspended: ["g"] });
});

for (
  const [what, problem, ...lines] of [
    ["a wrong parent", "c#3 has a#1 as parent in b#2", "> a 1 0", "> b 2 1", "> c 3 1"],
    ["a second end", "return of a#1, which is over", "> a 1 0", "< a 1", "< a 1"],
    ["an end that leaves an inner call open", "return of a#1 in b#2", "> a 1 0", "> b 2 1", "< a 1"],
    ["a call twice", "a#1 is called twice", "> a 1 0", "> a 1 1"],
    ["an end of nothing", "return of a#1, which was not called", "< a 1"],
    ["a wrong function", "return of b#1, which is a call of a", "> a 1 0", "< b 1"],
    ["a resumption of what runs", "a#1 resumes, but is running", "> a 1 0", "^ a 1"],
    ["a wrong depth", "b#2 has depth 2, not 1", "> a 1 0 0", "> b 2 1 2"],
  ]
) {
  test(`${what} is a problem`, () => assert.equal(followCalls(steps(...lines)).problems[0], problem));
}
