// The recursion under njstrace, which gives probes to what is required after it, and to CommonJS alone.
const { createRequire } = require("node:module");
const { join } = require("node:path");

createRequire(join(__dirname, "..", "packages", "package.json"))("njstrace").inject({ files: "**/recursion.cjs" });
const fib = require("./recursion.cjs");
import("./measured.mjs").then(({ measured }) => measured(() => fib(Number(process.env.FIB_N ?? 20))));
