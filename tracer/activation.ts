/**
 * Calls that outlive the stack: generators, async functions, and module bodies. While such a call is suspended
 * it is not on the stack; what runs meanwhile has another parent.
 *
 * @module
 */
import { Kind } from "../proto/trace_pb.ts";
import { endHeld, heldAt, isWanted, throwHeld } from "./held.ts";
import { microtask } from "./intrinsics.ts";
import { mendMessage } from "./messages.ts";
import {
  allValues,
  beginCall,
  callAt,
  endCall,
  functionAt,
  isRecording,
  isSelective,
  push,
  recordBare,
  recordValue,
  stackTop,
} from "./recorder.ts";
import { UNSEEN } from "./snapshot.ts";

const RUNNING = 0;
const SUSPENDED = 1;
/** Ended, or never recorded. */
const OVER = 2;
/** Not recorded, unless it throws. */
const TALLIED = 3;

/** One call of a generator, an async function or a module body. */
export class Activation {
  readonly fn: number;
  id = 0;
  state = OVER;
  /** The position on the stack below its own, for as long as it runs. */
  base = 0;
  isModule = false;
  /** What it will return, if no `finally` block decides otherwise. */
  value: unknown = UNSEEN;

  constructor(fn: number) {
    this.fn = fn;
  }
}

/** The module bodies that have begun and not ended. */
const modules: Activation[] = [];
let healing = false;

/** Whether it is on the stack now. */
export function isRunning(activation: Activation): boolean {
  return activation.state === RUNNING;
}

/** A call begins. */
export function enter(fn: number, values: unknown[]): Activation {
  const activation = new Activation(fn);
  if (!isRecording()) return activation;
  if (isSelective() && !isWanted(fn)) {
    if (heldAt < 0) activation.state = TALLIED;
    return activation;
  }
  const at = endCall(allValues(beginCall(fn), values), fn);
  activation.id = callAt(at);
  activation.base = at - 1;
  activation.state = RUNNING;
  return activation;
}

/** It waits for a value (`await`), and gives way to what called it. */
export function suspend<T>(activation: Activation, awaited: T): T {
  if (activation.state === RUNNING && settle(activation, UNSEEN)) {
    recordBare(Kind.AWAIT, activation.id, activation.fn, activation.base);
    activation.state = SUSPENDED;
  }
  return awaited;
}

/** It hands out a value (`yield`). */
export function yielding<T>(activation: Activation, value: T): T {
  if (activation.state === RUNNING && settle(activation, UNSEEN)) {
    recordValue(Kind.YIELD, activation.id, activation.fn, value, activation.base);
    activation.state = SUSPENDED;
  }
  return value;
}

/** It runs again, with what it waited for. */
export function wake<T>(activation: Activation, value: T): T {
  resume(activation);
  return value;
}

/** It runs again, if it was suspended. If not, calls inside it that have not ended never will. */
export function resume(activation: Activation): void {
  if (activation.state === SUSPENDED) {
    activation.base = stackTop();
    activation.state = RUNNING;
    recordBare(Kind.RESUME, activation.id, activation.fn, push(activation.id, activation.fn));
    // It may throw now.
    if (activation.isModule) healLater();
  } else if (activation.state === RUNNING) {
    settle(activation, UNSEEN);
  }
}

/**
 * Ends the calls inside it that were left without a word. Returns whether it runs itself: if it waited without
 * a word, another call may have taken its place.
 */
function settle(activation: Activation, thrown: unknown): boolean {
  const at = activation.base + 1;
  const top = stackTop();
  if (top < at || callAt(at) !== activation.id) {
    activation.state = OVER;
    return false;
  }
  if (top !== at) abandon(at, thrown);
  return true;
}

/** A `return` with a value, which holds if no `finally` block overrules it. */
export function returning<T>(activation: Activation, value: T): T {
  if (activation.state < OVER) activation.value = value;
  return value;
}

/** It goes on in a `catch` block, which is given what was thrown. */
export function catching(activation: Activation, thrown: unknown): void {
  mendMessage(thrown);
  resume(activation);
}

/** The end of the body, or a `return` without a value. */
export function fallOff(activation: Activation): void {
  activation.value = undefined;
}

/** It throws. */
export function throwing<T>(activation: Activation, thrown: T): T {
  mendMessage(thrown);
  if (activation.state === TALLIED) {
    activation.state = OVER;
    throwHeld(~activation.fn, thrown);
  }
  resumeSilently(activation, thrown);
  end(activation, Kind.EXCEPTION, thrown);
  return thrown;
}

/** It is left, in whichever way. A generator that is told to return gets here without a value of its own. */
export function leave(activation: Activation): void {
  resumeSilently(activation, UNSEEN);
  end(activation, Kind.RETURN, activation.value);
}

function resumeSilently(activation: Activation, thrown: unknown): void {
  if (activation.state === SUSPENDED) resume(activation);
  else if (activation.state === RUNNING) settle(activation, thrown);
}

function end(activation: Activation, kind: number, value: unknown): void {
  if (activation.state !== RUNNING) return;
  recordValue(kind, activation.id, activation.fn, value, activation.base);
  activation.state = OVER;
  activation.value = undefined;
}

/** The body of a module begins. */
export function enterModule(fn: number): Activation {
  const activation = enter(fn, []);
  if (activation.state === RUNNING) {
    activation.isModule = true;
    modules[modules.length] = activation;
    healLater();
  }
  return activation;
}

function healLater(): void {
  if (healing) return;
  healing = true;
  microtask(heal);
}

/** The body of a module has come to its end. */
export function leaveModule(activation: Activation): void {
  fallOff(activation);
  leave(activation);
  forget();
}

/**
 * By now the modules that were being evaluated have ended, wait, or have thrown. No probe sees a module body
 * throw: those that still seem to run did.
 */
function heal(): void {
  healing = false;
  endModules(UNSEEN);
}

/** Ends the module bodies that still seem to run: one of them threw. */
export function endModules(thrown: unknown): void {
  mendMessage(thrown);
  for (let i = 0; i < modules.length; i++) {
    if (modules[i].state !== RUNNING) continue;
    abandon(modules[i].base, thrown);
    break;
  }
  forget();
}

function forget(): void {
  let kept = 0;
  for (let i = 0; i < modules.length; i++) if (modules[i].state !== OVER) modules[kept++] = modules[i];
  modules.length = kept;
}

/** Calls above a position of the stack were left without a word: they threw, as nothing else goes unseen. */
export function abandon(to: number, thrown: unknown): void {
  for (let at = stackTop(); at > to; at--) {
    if (functionAt(at) < 0) {
      endHeld(Kind.EXCEPTION, at, thrown);
      continue;
    }
    const id = callAt(at);
    recordValue(Kind.EXCEPTION, id, functionAt(at), thrown, at - 1);
    for (let i = 0; i < modules.length; i++) if (modules[i].id === id) modules[i].state = OVER;
  }
}

const { dispose } = Symbol;

/** A resource that marks when a call goes on, after all that was to be disposed of. */
export function resumeWhenDisposed(activation: Activation): object {
  return { [dispose]: () => resume(activation) };
}

/** A resource that marks when a call begins to wait for what is to be disposed of. */
export function suspendWhenDisposed(activation: Activation): object {
  return { [dispose]: () => void suspend(activation, undefined) };
}
