// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// A program that uses the names that a tracer might.
const $tstrace = 1, $tstrace1 = 2, $tstrace_s = 3, $tstrace_a = 4, $tstrace_x = 5, $tstrace_v = 6, __tstrace = 7;
function f($tstrace2) { const $tstrace_s = 8; try { return $tstrace + $tstrace_s + $tstrace2; } catch ($tstrace_x) { throw $tstrace_x; } }
console.log(f(1), [$tstrace1, $tstrace_s, $tstrace_a, $tstrace_x, $tstrace_v, __tstrace].join(), f.toString().includes("const $tstrace_s = 8"));
const s = 1, T = 2, r = 3, x = 4, v = 5, e = 6, a = 7; console.log(((a) => a + s + T + r + x + v + e)(a));
