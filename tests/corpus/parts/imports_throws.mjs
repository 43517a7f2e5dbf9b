import { x } from "./throws_now.mjs";
console.log("never", x);
