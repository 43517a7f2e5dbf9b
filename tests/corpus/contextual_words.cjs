// runtimes: deno node24 node26
// Words that are keywords elsewhere.
var await = 1, async = 2, of = 3, let = 4, get = 5, static = 6;
function awaits() { return await + async; } function calls(await) { return await(1); }
console.log(awaits(), calls((x) => x + 1), await, async, of, let, get, static, ((async) => async)(7));
async
function notAsync() { return "not async"; }
console.log(notAsync());
