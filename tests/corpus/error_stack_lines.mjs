// differs in bun: stdout - JavaScriptCore drops the frames of tail calls, which calls of traced functions are not
// The lines in stacks, in every runtime.
function fail(x) { throw new Error(`no ${x}`); }
const arrow = (x) =>
  fail(x);
class Thing {
  method() {
    return arrow(1);
  }
  static make() { return new Thing().method(); }
}
async function later() {
  await null;
  Thing.make();
}
const lines = (stack) => stack.split("\n").filter((l) => l.includes("error_stack_lines")).map((l) => /:(\d+):\d+\)?$/.exec(l)?.[1]).join();
try { Thing.make(); } catch (e) { console.log(lines(e.stack)); }
await later().catch((e) => console.log(lines(e.stack)));
console.log(lines(new Error("here").stack));
