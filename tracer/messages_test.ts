import assert from "node:assert/strict";
import test from "node:test";
import { mended, mendMessage } from "./messages.ts";

test("What V8 says of a value that was waited for is what it says without probes", () => {
  assert.equal(mended("$tstrace.w(...).foo is not a function"), "(intermediate value).foo is not a function");
  assert.equal(
    mended("Cannot destructure property 'a' of '$tstrace1.w(...)' as it is undefined."),
    "Cannot destructure property 'a' of '(intermediate value)' as it is undefined.",
  );
  assert.equal(
    mended("$tstrace.w is not a function or its return value is not iterable"),
    "(intermediate value) is not iterable",
  );
  assert.equal(
    mended("$tstrace.i(...) is not a function or its return value is not async iterable"),
    "(intermediate value) is not async iterable",
  );
});

test("The code that JavaScriptCore quotes is quoted without probes", () => {
  const value = "($tstrace.w($tstrace_a,await $tstrace.s($tstrace_a,(g(1)))))";
  assert.equal(
    mended(`${value}.foo is not a function. (In '${value}.foo()', '${value}.foo' is undefined)`),
    "(await g(1)).foo is not a function. (In '(await g(1)).foo()', '(await g(1)).foo' is undefined)",
  );
});

test("Only an error that tells of a probe is changed, and only in its words", () => {
  const error = new TypeError("$tstrace.w(...) is not a function");
  mendMessage(error);
  assert.equal(error.message, "(intermediate value) is not a function");
  assert.equal(Object.getOwnPropertyDescriptor(error, "message")?.enumerable, false);
  assert.ok(!error.stack?.includes("$tstrace"));
  const other = Object.freeze(new Error("$tstrace.w(...)"));
  for (const thrown of [other, "$tstrace.w(...)", undefined, { message: "$tstrace.w(...)" }]) mendMessage(thrown);
  assert.equal(other.message, "$tstrace.w(...)");
});
