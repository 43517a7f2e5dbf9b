import { join } from "node:path";
import { bundle } from "../scripts/bundler.ts";
import { root, run, runtimes } from "./run.ts";
import type { Figure } from "./table.ts";

type Result = Record<string, number | Record<string, number>>;

const TARGETS: Readonly<Record<string, Figure["target"]>> = {
  call: { Bun: 90, Node: 110, Deno: 100 },
  off: { Bun: 6, Node: 6, Deno: 6 },
  "nested, of JSON.stringify": { Bun: 0.6, Node: 1, Deno: 1.3 },
  "M records/s taken": { Bun: 5, Node: 5, Deno: 4 },
  "M rows/s": { Bun: 1, Node: 0.8, Deno: 0.7 },
};

/** Runs one of `bench/micro/` with these words in each runtime: bundled, as what is in a traced program is. */
export function micro(name: string, ...words: string[]): Figure[] {
  const figures = new Map<string, Record<string, number>>();
  const note = (what: string, runtime: string, value: number): void => {
    figures.set(what, { ...figures.get(what), [runtime]: value });
  };
  const script = join(root, "dist", "bench", `${name}.cjs`);
  bundle(join("bench", "micro", `${name}.ts`), script, "cjs");
  for (const runtime of runtimes) {
    const ran = run([...runtime.command, script, ...words]);
    if (!ran) continue;
    for (const [what, value] of Object.entries(JSON.parse(ran.stdout) as Result)) {
      if (typeof value === "number") {
        note(what, runtime.name, value);
      } else {
        for (const [part, ns] of Object.entries(value)) note(`${what}, ${part}`, runtime.name, ns);
        if (value.json > 0) note(`${what}, of JSON.stringify`, runtime.name, value.snapshot / value.json);
      }
    }
  }
  return [...figures].map(([what, values]) => {
    const unit = /of JSON/.test(what) ? "x" : /^(M |lost|taken)/.test(what) ? "" : "ns";
    return { what, unit, values, target: TARGETS[what] };
  });
}
