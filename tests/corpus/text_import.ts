// runtimes: deno bun
// A module's text is not changed by probes.
import text from "./parts/cjs_function.cjs" with { type: "text" };
console.log(text);
