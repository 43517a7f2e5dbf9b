import assert from "node:assert/strict";
import { test } from "node:test";
import { countTests } from "./junit.ts";

test("a report of Node is counted", () => {
  const xml = `<testsuites>
  <testcase name="works" time="0.001" classname="test"/>
  <testcase name="fails" time="0.001" classname="test">
    <failure type="testCodeFailure" message="1 &lt;testcase 2">text</failure>
  </testcase>
  <testcase name="left out" time="0" classname="test"><skipped type="skipped" message="true"/></testcase>
</testsuites>`;
  assert.deepEqual(countTests(xml), { passed: 1, failed: 1 });
});

test("a report of Bun is counted", () => {
  const xml = `<testsuites tests="2" failures="1"><testsuite name="a_test.ts" tests="2" failures="1">
    <testcase name="works" classname="" time="0.1" file="a_test.ts" line="3" assertions="1" />
    <testcase name="fails" classname="" time="0.1" file="a_test.ts" line="5"><failure type="AssertionError" /></testcase>
  </testsuite></testsuites>`;
  assert.deepEqual(countTests(xml), { passed: 1, failed: 1 });
});

test("an empty report counts nothing", () => {
  assert.deepEqual(countTests(""), { passed: 0, failed: 0 });
});
