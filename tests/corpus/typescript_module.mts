import { helper } from "./parts/typed.mts";
const f = (x: number): number => helper(x);
console.log(f(1));
