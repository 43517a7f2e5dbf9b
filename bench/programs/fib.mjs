// A recursion, as it is, and as its author would watch it: FIB=log says each call, FIB=otel makes spans.
import { createRequire } from "node:module";
import { measured } from "./measured.mjs";

const n = Number(process.env.FIB_N ?? 20);

function plain(n) {
  return n < 2 ? n : plain(n - 1) + plain(n - 2);
}

function logged(n) {
  console.log(`> fib(${n})`);
  const result = n < 2 ? n : logged(n - 1) + logged(n - 2);
  console.log(`< ${result}`);
  return result;
}

function withSpans() {
  const require = createRequire(new URL("../packages/package.json", import.meta.url));
  const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require("@opentelemetry/sdk-trace-base");
  const spanProcessors = [new SimpleSpanProcessor(new InMemorySpanExporter())];
  const tracer = new BasicTracerProvider({ spanProcessors }).getTracer("bench");
  return function fib(n) {
    const span = tracer.startSpan("fib", { attributes: { n } });
    const result = n < 2 ? n : fib(n - 1) + fib(n - 2);
    span.setAttribute("result", result).end();
    return result;
  };
}

const fib = { log: () => logged, otel: withSpans }[process.env.FIB]?.() ?? plain;
await measured(() => fib(n));
