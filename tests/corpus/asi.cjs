// No semicolons where none are needed
const log = (x) => { console.log(x) }
let a = 1
let b = a
++b
log(b)
const f = () => { return }
const g = function () { return 1 }
;[1, 2].forEach((x) => log(x))
;(function () { log("iife") })()
const h = () => 2
log(h())
var c = a
/1/g
log(isNaN(c))
function r() { return /x/ }
log(r().source)
do log("once"); while (false) log("after do")
if (a) log("if"); else log("else")
for (const x of [1]) log(x)
const o = { get
  x() { return 3 } }
log(o.x)
class K { a = 1
  b
  ['c'] = 2
  static
  d() { return 4 }
  *e() { yield 5 } }
log(K.d())
log(Object.keys(new K()).join())
const t = () => `x`
log(t())
const chained = [3, 1]
  .map((x) => x)
  .sort()
log(chained.join())
var y = function () { return 1 } 
var z = a => a
var w = async () => { await 1 }
var v = class {} 
var u = function () {}
log(typeof y + typeof z + typeof w + typeof v + typeof u)
throw_()
function throw_() { try { throw 1 } catch { log("thrown") } finally { log("finally") } }
a
b
log(a) // the end