// runtimes: deno node24 node26
<!-- a comment of old
function f() { return 1; } <!-- another
--> and this
console.log(f());
/* x
*/ --> yes
let x = 3; while (x --> 1) console.log(x);
