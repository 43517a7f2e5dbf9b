// Parameters are recorded as the body finds them, and their scope stays what it is.
function defaults(a, b = a + 1, { c, d: { e } = { e: 4 } } = { c: 3 }, [f, , g = 7] = [6], ...rest) { return [a, b, c, e, f, g, rest]; }
function closure(a, get = () => a) { var a = 2; return [a, get()]; }
function both(a, get = () => a) { a = 3; return [a, get()]; }
function later(a = b, b) { return a; }
const arrow = ({ x }, [y] = [2], ...[z]) => [x, y, z];
const trailing = (a, b,) => a + b;
function missing(a, b) { return [a, b, arguments.length]; }
function callsInDefault(a = missing(1)) { return a; }
async function asyncDefault(a = await1()) { return a; }
function await1() { return 1; }
const one = x => x;
function duplicate({ a, b: a2 = a }) { return a2; }
console.log(JSON.stringify([defaults(1), defaults(1, undefined, undefined, undefined, 8, 9), closure(1), both(1), arrow({ x: 1 }, undefined, 3), trailing(1, 2), missing(1), callsInDefault(), one(5), duplicate({ a: 1 })]));
try { later(); } catch (e) { console.log(e.name, e.message); }
try { arrow(); } catch (e) { console.log(e.name); }
console.log(await asyncDefault(), defaults.length, closure.length, arrow.length);
