// runtimes: deno node24 node26
// Modules in URLs.
const m = await import("data:text/javascript,export function f(x) { return x + 1; } export default import.meta.url.slice(0, 5);");
console.log(m.f(1), m.default);
await import("data:text/javascript,throw new Error('data')").catch((e) => console.log(e.message));
