// Proxies all over.
import { applyPatches, createDraft, current, enableMapSet, enablePatches, finishDraft, freeze, immerable, isDraft, original, produce, produceWithPatches } from "immer";
enablePatches(); enableMapSet();
const base = { list: [1, { a: 1 }], map: new Map([["k", { n: 1 }]]), set: new Set([1]), deep: { x: { y: { z: 0 } } } };
function change(draft) { draft.list[1].a++; draft.list.push(3); draft.map.get("k").n = 5; draft.set.add(2); draft.deep.x.y.z = isDraft(draft.deep) ? 1 : 2; return undefined; }
const next = produce(base, change);
console.log(JSON.stringify([next, [...next.map], [...next.set]]), base.list.length, next.deep !== base.deep, Object.isFrozen(next));
const [result, patches, inverse] = produceWithPatches(base, (d) => { d.list.splice(0, 1); d.added = { q: 1 }; delete d.deep; });
console.log(JSON.stringify(patches), JSON.stringify(applyPatches(result, inverse).deep));
class Point { [immerable] = true; constructor(x) { this.x = x; } get double() { return this.x * 2; } move() { return produce(this, (d) => { d.x++; console.log(current(d).x, original(d).x, d.double); }); } }
console.log(new Point(1).move().x, new Point(1).move() instanceof Point);
const draft = createDraft(base); draft.list.length = 0; function look(x) { return x; } look(draft); look([draft.deep]); console.log(finishDraft(draft).list.length);
try { look(draft).list; } catch (e) { console.log(e.name); } try { next.list.push(1); } catch (e) { console.log(e.name); } try { produce(base, (d) => { d.list = 1; return 5; }); } catch (e) { console.log(e.message.slice(0, 40)); }
console.log(freeze({ a: {} }, true).a, await Promise.resolve(produce((d, n) => { d.n = n; })({ n: 1 }, 7)));
