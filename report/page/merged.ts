import { ThreadData } from "./thread.ts";
import type { MergedTree } from "./totals.ts";

/** A merged tree laid out like the stack of a thread: what is wider took longer. */
export interface MergedLayout {
  /** Its calls are nodes of the tree, its times are widths, ns. */
  data: ThreadData;
  /** The node of each of its calls. */
  node: Uint32Array;
  /** The number of its call for each node. */
  place: Uint32Array;
}

/** Lays a tree out: the largest children first. */
export function layOut(tree: MergedTree): MergedLayout {
  const count = tree.func.length;
  const total = Float64Array.from(tree.self);
  const children: number[][] = [];
  // A node comes after its parent.
  for (let node = count - 1; node > 0; node--) {
    total[tree.parent[node]] += total[node];
    (children[tree.parent[node]] ??= []).push(node);
  }
  for (const list of children) list?.sort((a, b) => total[b] - total[a] || a - b);
  const depths = new Uint32Array(count);
  let depth = 0;
  for (let node = 1; node < count; node++) {
    depths[node] = tree.parent[node] === 0 ? 0 : depths[tree.parent[node]] + 1;
    depth = Math.max(depth, depths[node] + 1);
  }
  const info = { pid: 0, tid: 0, name: "", process: "", events: 0, calls: count - 1, slices: count - 1, depth };
  const data = new ThreadData(info);
  const node = new Uint32Array(count - 1);
  const place = new Uint32Array(count);
  for (let i = 1; i < count; i++) data.rows[depths[i] + 1]++;
  for (let row = 1; row < data.rows.length; row++) data.rows[row] += data.rows[row - 1];
  const free = data.rows.slice();
  const left = new Float64Array(count);
  const open = (children[0] ?? []).toReversed();
  placeChildren(children[0] ?? [], 0, left, total);
  for (let call = 0; open.length > 0; call++) {
    const at = open.pop() as number;
    node[call] = at;
    place[at] = call;
    const slice = free[depths[at]]++;
    data.func[call] = tree.func[at];
    data.parent[call] = tree.parent[at] === 0 ? -1 : place[tree.parent[at]];
    data.began[call] = data.start[slice] = left[at];
    data.ended[call] = left[at] + total[at];
    data.busy[slice + 1] = total[at];
    data.call[slice] = call;
    data.first[call] = slice;
    const below = children[at] ?? [];
    placeChildren(below, left[at], left, total);
    for (let i = below.length - 1; i >= 0; i--) open.push(below[i]);
  }
  for (let i = 1; i < data.busy.length; i++) data.busy[i] += data.busy[i - 1];
  return { data, node, place };
}

function placeChildren(nodes: readonly number[], from: number, left: Float64Array, total: Float64Array): void {
  for (const node of nodes) {
    left[node] = from;
    from += total[node];
  }
}
