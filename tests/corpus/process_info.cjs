// What a program knows of how it was started.
const path = require("node:path");
console.log(process.argv.length, path.basename(process.argv[1]), process.execArgv.filter((x) => !/^--?(allow|A)/.test(x)).join(), process.title.length > 0);
console.log(path.basename(__filename), path.basename(__dirname).length > 0, require.main === module, module.parent === null || module.parent === undefined, module.loaded, module.id, module.filename === __filename, Array.isArray(module.paths));
console.log(Object.keys(require.cache).map((k) => path.basename(k)).join(), typeof require.resolve, path.basename(require.resolve("./process_info.cjs")), module.children.length);
console.log(process.listenerCount("uncaughtException"), process.listenerCount("unhandledRejection"), process.listenerCount("beforeExit"));
console.log(typeof process.exitCode, process.ppid > 0, Object.keys(module).sort().join(), new Error("here").stack.split("\n").filter((l) => /hook/.test(l)).length);
