import type { StoreReader } from "../store/mod.ts";
import type { Chosen } from "./chosen.ts";
import { correctedTimes } from "./corrected.ts";
import type { Omissions } from "./omissions.ts";
import type { Progress, Range } from "./range.ts";
import { type Frame, play, type Player } from "./replay.ts";

/** All calls that came about by the same path of functions. Times in nanoseconds. */
export interface CallNode {
  /** `functions.id`; 0 where it is not known. */
  function: number;
  parent: CallNode | undefined;
  children: CallNode[];
  calls: number;
  exceptions: number;
  /** From call to end, waiting included; of calls without an end, for as long as they were on the stack. */
  total: number;
  self: number;
  waiting: number;
  /** Whether records were lost while a call of it was open. */
  gap: boolean;
  /** Records that ended a stretch of `self`, and of the time on the stack: tracing has cost some of that time. */
  ownRecords: number;
  runningRecords: number;
}

/** The tree of all calls, merged by path. */
export interface CallTree {
  /** Stands for no call: its children are the calls that nothing called. */
  root: CallNode;
  nodes: readonly CallNode[];
  /** Calls that are not in the tree, as it would have had too many nodes. */
  merged: number;
  omissions: Omissions;
}

/** More different paths are not kept apart: what is called there counts as time of its caller. */
const MAX_NODES = 1 << 19;

/** The node of calls that are not in the tree. */
const OUTSIDE = -1;

/** Builds the tree of the calls in a range, or of those that are chosen and all that is below them. */
export function readCallTree(reader: StoreReader, range: Range, chosen?: Chosen, progress?: Progress): CallTree {
  const builder = new Builder(chosen);
  const omissions = play(reader, range, builder, { progress });
  const { nodes, merged } = builder;
  return { root: nodes[0], nodes, merged, omissions };
}

/** Takes what tracing has cost off the times of a tree: `cost` ns for each record. */
export function correctTree({ nodes }: CallTree, cost: number): void {
  for (const node of nodes) {
    const { self, total } = correctedTimes({ ...node, running: node.total - node.waiting }, cost);
    node.self = self;
    node.total = total;
  }
}

function newNode(func: number, parent: CallNode | undefined): CallNode {
  return {
    ...{ function: func, parent, children: [], calls: 0, exceptions: 0 },
    ...{ total: 0, self: 0, waiting: 0, gap: false, ownRecords: 0, runningRecords: 0 },
  };
}

class Builder implements Player {
  /** Frames name their node by its place here; the root is 0. */
  readonly nodes: CallNode[] = [newNode(0, undefined)];
  merged = 0;
  readonly #chosen: Chosen | undefined;
  /** Node by its parent's place and its function. */
  readonly #places = new Map<number, number>();

  constructor(chosen: Chosen | undefined) {
    this.#chosen = chosen;
  }

  begin(frame: Frame, parent: Frame | undefined): void {
    frame.node = OUTSIDE;
    let above = parent?.node ?? OUTSIDE;
    if (above === OUTSIDE) {
      if (this.#chosen !== undefined && !this.#chosen.has(frame.call)) return;
      above = 0;
    }
    // Function ids are far below 2^20, and so are places: their combination is a whole number.
    const key = frame.function * (2 * MAX_NODES) + above;
    let place = this.#places.get(key);
    if (place === undefined) {
      if (this.nodes.length >= MAX_NODES) {
        this.merged++;
        return;
      }
      const caller = this.nodes[above];
      const node = newNode(frame.function, above === 0 ? undefined : caller);
      caller.children.push(node);
      place = this.nodes.push(node) - 1;
      this.#places.set(key, place);
    }
    frame.node = place;
    this.nodes[place].calls++;
  }

  end(frame: Frame, _at: number, threw: boolean, duration: number): void {
    if (frame.node === OUTSIDE) return;
    const node = this.nodes[frame.node];
    if (threw) node.exceptions++;
    node.waiting += Math.max(0, duration - frame.running);
    this.#spent(node, frame, duration);
  }

  unfinished(frame: Frame): void {
    if (frame.node !== OUTSIDE) this.#spent(this.nodes[frame.node], frame, frame.running);
  }

  #spent(node: CallNode, frame: Frame, duration: number): void {
    node.total += duration;
    node.self += frame.self;
    node.ownRecords += frame.ownRecords;
    node.runningRecords += frame.runningRecords;
    if (frame.gap) node.gap = true;
  }
}
