// A stack overflow is the program's to catch, and it goes on afterwards.
let depth = 0;
function down(n) { depth = n; return down(n + 1) + 1; }
try { down(0); } catch (e) { console.log(e instanceof RangeError); }
console.log(depth > 4000);
const even = (n) => n === 0 ? true : odd(n - 1), odd = (n) => n === 0 ? false : even(n - 1);
console.log(even(2000));
function fine(x) { return x; }
console.log(fine(1));
class Deep { get self() { return this.self; } } try { new Deep().self; } catch (e) { console.log(e.name); }
const list = []; list[0] = list; let nested = []; for (let i = 0; i < 100000; i++) nested = [nested]; console.log(fine(nested) === nested, fine(list) === list);
