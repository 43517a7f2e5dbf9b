/**
 * What instrumented code calls (tracer/instrument/visitor.ts), under names of one letter as there are many of them.
 * A probe never throws and never runs the program's code.
 *
 * A plain call is known by its position on the stack, `s`, which is 0 where nothing is recorded.
 *
 * @module
 */
import { Kind } from "../proto/trace_pb.ts";
import * as activation from "./activation.ts";
import { awaitEach, goOnWithEach, yieldEach, yieldEachAsync } from "./delegation.ts";
import {
  allValues,
  beginCall,
  callAt,
  endCall,
  firstValue,
  functionAt,
  isRecording,
  nextValue,
  recordValue,
  recordVoid,
  stackTop,
  unwind,
} from "./recorder.ts";
import { REDACTED, UNSEEN } from "./snapshot.ts";

function e0(fn: number): number {
  return isRecording() ? endCall(beginCall(fn), fn) : 0;
}

function e1(fn: number, a: unknown): number {
  return isRecording() ? endCall(firstValue(beginCall(fn), a), fn) : 0;
}

function e2(fn: number, a: unknown, b: unknown): number {
  return isRecording() ? endCall(nextValue(firstValue(beginCall(fn), a), b), fn) : 0;
}

function e3(fn: number, a: unknown, b: unknown, c: unknown): number {
  return isRecording() ? endCall(nextValue(nextValue(firstValue(beginCall(fn), a), b), c), fn) : 0;
}

function e4(fn: number, a: unknown, b: unknown, c: unknown, d: unknown): number {
  return isRecording() ? endCall(nextValue(nextValue(nextValue(firstValue(beginCall(fn), a), b), c), d), fn) : 0;
}

function e5(fn: number, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): number {
  if (!isRecording()) return 0;
  return endCall(nextValue(nextValue(nextValue(nextValue(firstValue(beginCall(fn), a), b), c), d), e), fn);
}

function en(fn: number, values: unknown[]): number {
  return isRecording() ? endCall(allValues(beginCall(fn), values), fn) : 0;
}

/** A call returns a value. */
function r<T>(s: number, value: T): T {
  if (s === 0) return value;
  if (stackTop() !== s) activation.abandon(s, UNSEEN);
  recordValue(Kind.RETURN, callAt(s), functionAt(s), value);
  unwind(s - 1);
  return value;
}

/** A call ends without a value. */
function v(s: number): void {
  if (s === 0) return;
  if (stackTop() !== s) activation.abandon(s, UNSEEN);
  recordVoid(callAt(s), functionAt(s));
  unwind(s - 1);
}

/** A call throws. */
function x<T>(s: number, thrown: T): T {
  if (s === 0) return thrown;
  if (stackTop() !== s) activation.abandon(s, thrown);
  recordValue(Kind.EXCEPTION, callAt(s), functionAt(s), thrown);
  unwind(s - 1);
  return thrown;
}

/** A call goes on in a `catch` or `finally` block: calls inside it that have not ended never will. */
function k(s: number): void {
  if (s !== 0 && stackTop() !== s) activation.abandon(s, UNSEEN);
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
