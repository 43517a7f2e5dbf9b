import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { type Outcome, runSteps, type Step } from "./gate.ts";

const TRUE = "/bin/true";
const FALSE = "/bin/false";

async function gate(steps: Step[]): Promise<{ passed: number; failed: number; outcomes: Outcome[] }> {
  const outcomes: Outcome[] = [];
  const counts = await runSteps(steps, 2, tmpdir(), (outcome) => outcomes.push(outcome));
  return { ...counts, outcomes };
}

test("a check counts as one, passed or failed", async () => {
  const { passed, failed } = await gate([
    { name: "good", command: () => [TRUE] },
    { name: "bad", command: () => [FALSE] },
    { name: "missing", command: () => ["/no/such/program"] },
  ]);
  assert.deepEqual({ passed, failed }, { passed: 1, failed: 2 });
});

test("tests are counted from their report", async () => {
  const xml = "<testcase/><testcase/><testcase><failure/></testcase>";
  const { passed, failed } = await gate([
    { name: "tests", tests: true, command: (report) => ["/bin/sh", "-c", `echo '${xml}' > '${report}'; exit 1`] },
  ]);
  assert.deepEqual({ passed, failed }, { passed: 2, failed: 1 });
});

test("a test run without a report, without tests, or that fails outside of them has failed", async () => {
  const { passed, failed } = await gate([
    { name: "no report", tests: true, command: () => [TRUE] },
    { name: "no tests", tests: true, command: (report) => ["/bin/sh", "-c", `echo > '${report}'`] },
    { name: "crash", tests: true, command: (report) => ["/bin/sh", "-c", `echo '<testcase/>' > '${report}'; exit 3`] },
  ]);
  assert.deepEqual({ passed, failed }, { passed: 1, failed: 3 });
});

test("a step waits for the one it needs, and is not run where that failed", async () => {
  const { outcomes } = await gate([
    { name: "last", after: ["slow"], command: () => [TRUE] },
    { name: "never", after: ["bad"], command: () => [TRUE] },
    { name: "slow", command: () => ["/bin/sleep", "0.2"] },
    { name: "bad", command: () => [FALSE] },
  ]);
  const names = outcomes.map((outcome) => outcome.name);
  assert.ok(names.indexOf("last") > names.indexOf("slow"), names.join(" "));
  assert.match(outcomes.find((outcome) => outcome.name === "never")?.output ?? "", /bad failed/);
});

test("the output of a step is kept", async () => {
  const { outcomes } = await gate([{ name: "says", command: () => ["/bin/sh", "-c", "echo out; echo err >&2"] }]);
  assert.match(outcomes[0].output, /out/);
  assert.match(outcomes[0].output, /err/);
});
