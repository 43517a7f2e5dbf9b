export default function named() { return "named"; }
export { r as renamed };
function r() { return "renamed"; }
export * from "./exports_star.mjs";
export * as inner from "./exports_star.mjs";
export const f = () => "f", g = function () {}, [h, { i }] = [1, { i: 2 }];
export async function* gen() {}
export class K {}
