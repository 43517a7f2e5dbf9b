// runtimes: deno node24 node26
// Several labels of one loop.
function nestedLabels() { x: y: for (let i = 0; i < 2; i++) { if (i) continue y; continue x; } return "done"; }
console.log(nestedLabels());
