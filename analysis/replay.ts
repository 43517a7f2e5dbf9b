/**
 * Plays traces back: which call ran when. Rebuilds each thread's stack from its traces, in one pass and with memory
 * for the calls that are open alone.
 *
 * @module
 */
import { Kind } from "../filter/kinds.ts";
import type { StoreReader } from "../store/mod.ts";
import { noOmissions, type Omissions } from "./omissions.ts";
import { eachStep, type Progress, type Range } from "./range.ts";
import { TRACE_COLUMNS, type TraceVisitor } from "./visitor.ts";

/** A call that is open. The object is used again for another call once this one has ended. */
export interface Frame {
  /** Id of its CALL row. */
  call: number;
  /** `functions.id`; 0 where it is not known. */
  function: number;
  thread: PlayedThread;
  depth: number;
  /** When it began, ns. */
  start: number;
  /** Since when it is on the stack, ns. */
  entered: number;
  /** How long it was on the stack, ns, until it was last put aside. */
  running: number;
  /** How long it was on top of the stack, ns. */
  self: number;
  /** Traces that ended a stretch of `self`, and of `running`. */
  ownRecords: number;
  runningRecords: number;
  /** How many traces its thread had when it came on the stack last. */
  enteredRecords: number;
  /** Whether records were lost while it was open, so that its times are not the whole truth. */
  gap: boolean;
  /** Its arguments, as `TraceRow.args`; null where they were not asked for. */
  args: string | null;
  /** For the one who plays. */
  node: number;
  flag: boolean;
}

/** A thread while it is played. */
export interface PlayedThread {
  /** `threads.id`. */
  id: number;
  /** The calls that run, the outermost first. */
  stack: Frame[];
  /** When its newest trace was, ns. */
  now: number;
  /** How many traces it has had. */
  records: number;
  /** For the one who plays: how many calls of each kind of its own are on the stack. */
  active: Int32Array;
}

/** Is told what happens. What a player does not need it leaves out. */
export interface Player {
  /** A call begins; it is not on the stack yet. `parent` is what called it, where that is known. */
  begin?(frame: Frame, parent: Frame | undefined): void;
  /** A call comes to the top of the stack, at first or again. */
  enter?(frame: Frame, at: number): void;
  /**
   * A call leaves the stack: it ends, waits, or is found to have left unseen. It is off the stack already. `args`: what
   * it ends with, if it does.
   */
  leave?(frame: Frame, at: number, args: string | null): void;
  /** A call ends. `duration`: ns since it began, waiting included. */
  end?(frame: Frame, at: number, threw: boolean, duration: number, args: string | null): void;
  /** A call of which no end was recorded, at the end of all. */
  unfinished?(frame: Frame): void;
  /** Something was told by `log` or `mark`; `parent` is the call that runs. */
  event?(thread: PlayedThread, at: number, args: string | null, parent: Frame | undefined): void;
  /** Records were lost here. */
  lost?(thread: PlayedThread, at: number, count: number): void;
}

/** How traces are played. */
export interface PlayOptions {
  progress?: Progress;
  /** Only this thread, `threads.id`. */
  thread?: number;
  /** Whether players are given arguments and results. */
  args?: boolean;
}

const COLUMNS = `${TRACE_COLUMNS.join(", ")}, duration, lost`;

/** Plays the traces of a range to a player. Returns what had to be left out. */
export function play(reader: StoreReader, range: Range, player: Player, options: PlayOptions = {}): Omissions {
  const stage = new Stage(player, noOmissions(reader, range));
  const { omissions } = stage;
  let rows = 0;
  const { thread, args, progress } = options;
  const columns = args ? `${COLUMNS}, args` : COLUMNS;
  const rest = `FROM traces NOT INDEXED WHERE id >= ? AND id < ? ${thread === undefined ? "" : "AND thread = ?"}`;
  const further = thread === undefined ? [] : [thread];
  eachStep(range, (from, to) => rows += reader.visit(columns, rest, [from, to, ...further], stage.row), progress);
  stage.finish();
  if (thread === undefined) omissions.vanished = Math.max(0, range.to - range.from - rows);
  return omissions;
}

class Stage {
  readonly omissions: Omissions;
  /** The arguments of the row that is being played. */
  #args: string | null = null;
  /** The call that the row ends; 0 for none. */
  #ending = 0;
  readonly #player: Player;
  readonly #threads: PlayedThread[] = [];
  /** Calls that are open and not on a stack: they wait, or were found to have left unseen. */
  readonly #aside = new Map<number, Frame>();
  readonly #free: Frame[] = [];

  constructor(player: Player, omissions: Omissions) {
    this.#player = player;
    this.omissions = omissions;
  }

  /** Plays a row. */
  readonly row: TraceVisitor<[duration: number | null, lost: number | null, args?: string | null]> = (
    id,
    at,
    threadId,
    kind,
    func,
    called,
    parent,
    depth,
    duration,
    lost,
    args = null,
  ) => {
    this.#args = args;
    const call = called ?? 0;
    const thread = this.#threads[threadId] ??= {
      id: threadId,
      stack: [],
      now: at,
      records: 0,
      active: new Int32Array(0),
    };
    const { stack } = thread;
    if (at < thread.now) {
      this.omissions.clock++;
      at = thread.now;
    }
    if (kind === Kind.OVERFLOW) return this.#lost(thread, at, lost ?? 0);
    thread.records++;
    if (stack.length > 0) {
      const top = stack[stack.length - 1];
      top.self += at - thread.now;
      top.ownRecords++;
    }
    thread.now = at;
    switch (kind) {
      case Kind.CALL:
        return this.#begin(thread, id, at, func ?? 0, parent ?? 0, depth);
      case Kind.RETURN:
      case Kind.EXCEPTION: {
        this.#ending = call;
        const frame = this.#take(thread, call, at);
        this.#ending = 0;
        if (frame === undefined) {
          this.omissions.withoutBegin++;
          return;
        }
        this.#player.end?.(frame, at, kind === Kind.EXCEPTION, duration ?? 0, args);
        this.#free.push(frame);
        return;
      }
      case Kind.AWAIT:
      case Kind.YIELD: {
        const frame = this.#take(thread, call, at);
        if (frame !== undefined) this.#aside.set(call, frame);
        return;
      }
      case Kind.RESUME: {
        const frame = this.#take(thread, call, at);
        if (frame !== undefined) this.#enter(thread, frame, at);
        return;
      }
      case Kind.LOG:
        this.#player.event?.(thread, at, args, stack.at(-1));
    }
  };

  /** What is open when there are no more traces. */
  finish(): void {
    for (const thread of this.#threads) {
      while (thread !== undefined && thread.stack.length > 0) this.#setAside(thread, thread.now);
    }
    for (const frame of this.#aside.values()) {
      this.omissions.unfinished++;
      this.#player.unfinished?.(frame);
    }
    this.#aside.clear();
  }

  #begin(thread: PlayedThread, id: number, at: number, func: number, parent: number, depth: number): void {
    const { stack } = thread;
    let top = stack.length > 0 ? stack[stack.length - 1] : undefined;
    if (top === undefined ? parent !== 0 : top.call !== parent) top = this.#unwindTo(thread, parent, depth, at);
    const frame = this.#free.pop() ?? emptyFrame(thread);
    frame.call = id;
    frame.function = func;
    frame.thread = thread;
    frame.depth = depth;
    frame.start = at;
    frame.running = 0;
    frame.self = 0;
    frame.ownRecords = 0;
    frame.runningRecords = 0;
    frame.gap = false;
    frame.args = this.#args;
    this.#player.begin?.(frame, top);
    this.#enter(thread, frame, at);
  }

  /** Makes the stack what it must have been when `parent` called; the calls above have left unseen. */
  #unwindTo(thread: PlayedThread, parent: number, depth: number, at: number): Frame | undefined {
    const { stack } = thread;
    if (parent !== 0 && stack.some(({ call }) => call === parent)) {
      while (stack[stack.length - 1].call !== parent) this.#setAside(thread, at);
      return stack[stack.length - 1];
    }
    while (stack.length > 0 && stack[stack.length - 1].depth >= depth) this.#setAside(thread, at);
    // The call went on, but that was not recorded.
    const waiting = this.#aside.get(parent);
    if (waiting === undefined || waiting.thread !== thread) return stack.at(-1);
    this.#aside.delete(parent);
    this.#enter(thread, waiting, at);
    return waiting;
  }

  #enter(thread: PlayedThread, frame: Frame, at: number): void {
    frame.entered = at;
    frame.enteredRecords = thread.records;
    thread.stack.push(frame);
    this.#player.enter?.(frame, at);
  }

  /** Takes a call off the stack, with all that is above it, or from where it was put aside. */
  #take(thread: PlayedThread, call: number, at: number): Frame | undefined {
    const { stack } = thread;
    const top = stack.length > 0 ? stack[stack.length - 1] : undefined;
    if (top?.call === call) return this.#pop(thread, at);
    const aside = this.#aside.get(call);
    // No call moves to another thread: a row that says so is damaged.
    if (aside !== undefined && aside.thread === thread) {
      this.#aside.delete(call);
      return aside;
    }
    if (!stack.some((frame) => frame.call === call)) return undefined;
    while (stack[stack.length - 1].call !== call) this.#setAside(thread, at);
    return this.#pop(thread, at);
  }

  #pop(thread: PlayedThread, at: number): Frame {
    const frame = thread.stack.pop() as Frame;
    frame.running += at - frame.entered;
    frame.runningRecords += thread.records - frame.enteredRecords;
    this.#player.leave?.(frame, at, frame.call === this.#ending ? this.#args : null);
    return frame;
  }

  #setAside(thread: PlayedThread, at: number): void {
    const frame = this.#pop(thread, at);
    this.#aside.set(frame.call, frame);
  }

  /** What ran since the trace before is not known: nobody is given that time for its own. */
  #lost(thread: PlayedThread, at: number, count: number): void {
    this.omissions.lost += count;
    this.omissions.gaps++;
    thread.now = at;
    for (const frame of thread.stack) frame.gap = true;
    for (const frame of this.#aside.values()) if (frame.thread === thread) frame.gap = true;
    this.#player.lost?.(thread, at, count);
  }
}

function emptyFrame(thread: PlayedThread): Frame {
  return {
    call: 0,
    function: 0,
    thread,
    depth: 0,
    start: 0,
    entered: 0,
    running: 0,
    self: 0,
    ownRecords: 0,
    runningRecords: 0,
    enteredRecords: 0,
    gap: false,
    args: null,
    node: 0,
    flag: false,
  };
}
