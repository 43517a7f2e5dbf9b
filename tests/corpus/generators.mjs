// Generators driven from outside.
function* count(n) { try { for (let i = 0; i < n; i++) { const got = yield i; if (got) console.log("got", got); } return "done"; } catch (e) { console.log("caught", e); yield "recovered"; } finally { console.log("finally"); } }
function* stubborn() { while (true) try { yield 1; } finally { yield 2; } }
function* simple() { yield; yield 1; return; }
const log = (x) => console.log(JSON.stringify(x));
let g = count(3);
log(g.next()); log(g.next("a")); log(g.throw("t")); log(g.next()); log(g.next());
g = count(3); log(g.return("early")); log(g.next());
g = count(3); g.next(); log(g.return("r")); log(g.next());
g = stubborn(); g.next(); log(g.return(5)); log(g.return(6)); log(g.next());
log([...simple()]);
g = count(1); try { g.throw(new Error("before start")); } catch (e) { log(e.message); }
g = (function* () { try { yield 1; } finally { throw "from finally"; } })(); g.next(); try { g.return(1); } catch (e) { log(e); }
const self = (function* () { try { self.next(); } catch (e) { log(e.name); } yield 1; })(); log(self.next());
function* withThis() { yield this?.x; yield arguments.length; yield new.target; }
log([...withThis.call({ x: 7 }, 1, 2)]);
const [a, b] = count(9); log([a, b]);
for (const x of count(9)) { if (x === 1) break; log(x); }
log(Object.getPrototypeOf(count).constructor.name);
log([Math.max(...count(4)), new Set(count(2)).size]);
const unfinished = count(2); unfinished.next();
