// differs in deno bun node24 node26: stdout stderr status - names are searched for in the text alone
// The same names behind escapes, where a search of the text does not find them.
const \u0024tstrace = 1, $\u0074strace_s = 2, $tst\u{72}ace_a = 3;
function f() { return \u0024tstrace + $\u0074strace_s + $tst\u{72}ace_a; }
console.log(f());
