// runtimes: deno node24 node26
// differs in deno: stdout - stacks are formatted through the property
// What a program sees of `Error.prepareStackTrace` before and after it has its own.
const look = () => console.log(Object.keys(Error).join(), typeof Error.prepareStackTrace, Error.prepareStackTrace?.name, Error.prepareStackTrace?.length);
look(); const before = Error.prepareStackTrace; Error.prepareStackTrace = function mine(e, s) { return "mine"; };
console.log(new Error("x").stack); look(); Error.prepareStackTrace = before; look(); console.log(new Error("x").stack.split("\n").slice(0, 2).join());
Error.prepareStackTrace = undefined; console.log(new Error("x").stack.split("\n").slice(0, 2).join());
