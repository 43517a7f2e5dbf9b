import assert from "node:assert/strict";
import test from "node:test";
import { notrace } from "./notrace.ts";

test("A mark changes nothing about what it marks", () => {
  const fn = (): number => 1;
  class Cart {}
  assert.equal(notrace(fn), fn);
  assert.equal(notrace(Cart, { kind: "class", name: "Cart" }), Cart);
  assert.equal(notrace(fn, { kind: "method", name: "total" }), fn);
  assert.equal(notrace(Cart.prototype, "total", { value: fn }), undefined);
});
