export { x as t } from "./exports_nothing.mjs"; export function f(x) { return x; }
