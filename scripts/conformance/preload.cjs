// Ahead of a conformance test: the tracer, where the test is to be traced, with its ring written to a file at the
// end instead of a dumper; then what test262 expects of a host, and its harness, as scripts.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const vm = require("node:vm");
const { CLONE, INCLUDES, HOOK, SETTINGS, RING } = process.env;

if (HOOK) {
  const threads = require("node:worker_threads");
  const { Worker } = threads;
  let ring;
  threads.Worker = class {
    constructor(_script, { workerData }) {
      ring = new Int32Array(workerData.ring);
      // All that will ever be asked for is drained.
      ring[10] = 1 << 30;
    }
    on() {}
    unref() {}
  };
  const settings = JSON.parse(SETTINGS);
  const save = () => writeFileSync(RING, new Uint8Array(ring.buffer.slice(0)));
  process.on("exit", save);
  process.on("uncaughtExceptionMonitor", save);
  require(HOOK).start(settings);
  threads.Worker = Worker;
}
for (const name of ["CLONE", "INCLUDES", "HOOK", "SETTINGS", "RING"]) delete process.env[name];

const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
define("print", (text) => console.log(String(text)));
define("$262", {
  global: globalThis,
  evalScript: (code) => vm.runInThisContext(code),
  detachArrayBuffer: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
  gc: () => globalThis.gc?.(),
  createRealm: () => ({ global: vm.runInContext("globalThis", vm.createContext()) }),
  agent: {},
});
for (const name of (INCLUDES ?? "").split(",").filter(Boolean)) {
  const path = `${CLONE}/harness/${name}`;
  vm.runInThisContext(readFileSync(path, "utf8"), { filename: path });
}
