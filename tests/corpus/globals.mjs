// Nothing of the tracer is to be seen.
const seen = []; for (const k in globalThis) seen.push(k);
console.log(Object.keys(globalThis).sort().join(), seen.filter((k) => /trace/i.test(k)).join());
console.log(Object.keys(Error).join(), Object.keys(Function.prototype).join(), Object.keys(Promise).join(), Object.keys(console).includes("tstrace"));
for (const [o, k] of [[Function.prototype, "toString"], [globalThis, "Promise"], [globalThis, "queueMicrotask"], [Error, "captureStackTrace"], [Reflect, "apply"], [globalThis, "setTimeout"]]) { const d = Object.getOwnPropertyDescriptor(o, k); console.log(k, d && [d.writable, d.enumerable, d.configurable].join()); }
