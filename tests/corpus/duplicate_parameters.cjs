// runtimes: deno node24 node26
// A sloppy function may have two parameters of one name.
function twice(a, a) { return [a, arguments[0]]; }
console.log(twice(1, 2));
