/**
 * What instrumented code calls (tracer/instrument/visitor.ts), under names of one letter as there are many of them.
 * A probe never throws and never runs the program's code.
 *
 * A plain call is known by its position on the stack, `s`, which is 0 where nothing is recorded, and below that where
 * it is only to be told what it throws (held.ts).
 *
 * @module
 */
import { Kind } from "../proto/trace_pb.ts";
import * as activation from "./activation.ts";
import { awaitEach, goOnWithEach, yieldEach, yieldEachAsync } from "./delegation.ts";
import { endHeld, heldAt, isWanted, throwHeld } from "./held.ts";
import {
  allValues,
  beginCall,
  callAt,
  endCall,
  functionAt,
  isRecording,
  isSelective,
  nextValue,
  recordValue,
  stackTop,
} from "./recorder.ts";
import { REDACTED, UNSEEN } from "./snapshot.ts";

// What engines put in line is the question alone: where nothing is recorded, it is all that a probe costs.

function e0(fn: number): number {
  return isRecording() ? call0(fn) : 0;
}

function e1(fn: number, a: unknown): number {
  return isRecording() ? call1(fn, a) : 0;
}

function e2(fn: number, a: unknown, b: unknown): number {
  return isRecording() ? call2(fn, a, b) : 0;
}

function e3(fn: number, a: unknown, b: unknown, c: unknown): number {
  return isRecording() ? call3(fn, a, b, c) : 0;
}

function e4(fn: number, a: unknown, b: unknown, c: unknown, d: unknown): number {
  return isRecording() ? call4(fn, a, b, c, d) : 0;
}

function e5(fn: number, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): number {
  return isRecording() ? call5(fn, a, b, c, d, e) : 0;
}

function en(fn: number, values: unknown[]): number {
  return isRecording() ? callAll(fn, values) : 0;
}

function call0(fn: number): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(beginCall(fn), fn);
}

function call1(fn: number, a: unknown): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(nextValue(beginCall(fn), a), fn);
}

function call2(fn: number, a: unknown, b: unknown): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(nextValue(nextValue(beginCall(fn), a), b), fn);
}

function call3(fn: number, a: unknown, b: unknown, c: unknown): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(nextValue(nextValue(nextValue(beginCall(fn), a), b), c), fn);
}

function call4(fn: number, a: unknown, b: unknown, c: unknown, d: unknown): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(nextValue(nextValue(nextValue(nextValue(beginCall(fn), a), b), c), d), fn);
}

function call5(fn: number, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(nextValue(nextValue(nextValue(nextValue(nextValue(beginCall(fn), a), b), c), d), e), fn);
}

function callAll(fn: number, values: unknown[]): number {
  if (isSelective() && !isWanted(fn)) return heldAt;
  return endCall(allValues(beginCall(fn), values), fn);
}

/** A call returns a value. */
function r<T>(s: number, value: T): T {
  if (s > 0) leave(Kind.RETURN, s, value, UNSEEN);
  return value;
}

/** A call ends without a value. */
function v(s: number): void {
  if (s > 0) leave(Kind.RETURN, s, undefined, UNSEEN);
}

/** A call throws. */
function x<T>(s: number, thrown: T): T {
  if (s > 0) leave(Kind.EXCEPTION, s, thrown, thrown);
  else if (s < 0) throwHeld(s, thrown);
  return thrown;
}

/** A call ends. `thrown` is what calls inside it that have not ended are told to have thrown. */
function leave(kind: number, s: number, value: unknown, thrown: unknown): void {
  if (stackTop() !== s) activation.abandon(s, thrown);
  const fn = functionAt(s);
  if (fn < 0) return endHeld(kind, s, value);
  recordValue(kind, callAt(s), fn, value, s - 1);
}

/** A call goes on in a `catch` or `finally` block: calls inside it that have not ended never will. */
function k(s: number): void {
  if (s > 0 && stackTop() !== s) activation.abandon(s, UNSEEN);
}

/**
 * The object that instrumented code knows as `$tstrace`. With a prototype: engines keep an object without one as a
 * dictionary, and to look a probe up would cost as much as to run it.
 */
export const probes: Readonly<Record<string, unknown>> = Object.freeze({
  ...{ e0, e1, e2, e3, e4, e5, en, r, v, x, k },
  a: activation.enter,
  s: activation.suspend,
  y: activation.yielding,
  d: yieldEach,
  D: yieldEachAsync,
  i: awaitEach,
  g: goOnWithEach,
  w: activation.wake,
  q: activation.resume,
  h: activation.catching,
  l: activation.returning,
  o: activation.fallOff,
  c: activation.throwing,
  f: activation.leave,
  m: activation.enterModule,
  z: activation.leaveModule,
  u: activation.resumeWhenDisposed,
  b: activation.suspendWhenDisposed,
  R: REDACTED,
  U: UNSEEN,
});
