import { join } from "node:path";
import process from "node:process";
import { median, root, type Run, run, type Runtime, runtimes, traced } from "./run.ts";
import type { Figure } from "./table.ts";

/** How often each is run. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/** What is asked of tstrace beside the usual. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  traced: [],
  "--depth 1": ["--depth", "1"],
  "--no-values": ["--no-values"],
};

/** Each feature that leaves something out or looks for it, on; off is what is usual. */
export const CONTROLS: Readonly<Record<string, readonly string[]>> = {
  traced: [],
  "--auto-mute on": ["--auto-mute", "on"],
  "--budget 50%": ["--budget", "50%"],
  "--sample 1/100": ["--sample", "1/100"],
  "--depth-limit 3": ["--depth-limit", "3"],
  "--slower-than 1ms": ["--slower-than", "1ms"],
  "--from": ["--from", "func == 'marked'"],
  "--around": ["--around", "kind == 'exception'"],
  "--on-exception": ["--on-exception", "1s"],
  "--stall 50ms": ["--stall", "50ms"],
  "--redact": ["--redact", "user.card.number,nobody"],
  "--show-secrets": ["--show-secrets"],
};

const TARGETS: Readonly<Record<string, Figure["target"]>> = {
  "markdown traced": { Bun: 3.3, Node: 3.8, Deno: 4.2 },
  "markdown --depth 1": { Bun: 2.8, Node: 3.2, Deno: 3.5 },
  "markdown --no-values": { Bun: 2, Node: 2.3, Deno: 2.5 },
  "tsc traced": { Bun: 4, Node: 4, Deno: 4 },
};

function script(name: string): string {
  return join(root, "bench", "programs", `${name}.mjs`);
}

/** Runs one of `bench/programs/` untraced and traced, turn by turn. `included` is a package to be traced with it. */
export function macro(name: string, included?: string, variants = VARIANTS): Figure[] {
  const include = included === undefined ? [] : ["--include", included];
  const values: Record<string, Record<string, Run[]>> = {};
  // What takes minutes is run once.
  const rounds = name === "tsc" ? 1 : ROUNDS;
  for (const runtime of runtimes) {
    // What is measured is not how long it takes to give a program its probes: they are kept from now on.
    traced(runtime, [...include, "--no-values", script(name)], (command) => run(command));
    for (let round = 0; round < rounds; round++) {
      const plain = run([...runtime.command, script(name)]);
      if (!plain) break;
      note("untraced", runtime, plain);
      for (const [variant, options] of Object.entries(variants)) {
        const ran = traced(runtime, [...include, ...options, script(name)], (command) => run(command));
        if (ran && ran.stdout !== plain.stdout) console.error(`  ${name} printed something else when traced`);
        if (ran) note(variant, runtime, ran);
      }
    }
  }
  function note(variant: string, { name }: Runtime, ran: Run): void {
    ((values[variant] ??= {})[name] ??= []).push(ran);
  }
  return Object.keys(values).flatMap((variant) => {
    const of = (pick: (ran: Run) => number, against?: "/" | "-"): Figure["values"] =>
      Object.fromEntries(
        Object.entries(values[variant]).map(([runtime, runs]) => {
          const found = median(runs.map(pick));
          const plain = median(values.untraced[runtime].map(pick));
          return [runtime, against === "/" ? found / plain : against === "-" ? found - plain : found];
        }),
      );
    const ms = { what: variant, unit: "ms", values: of(({ ms }) => ms) };
    if (variant === "untraced") return [ms];
    const target = TARGETS[`${name} ${variant}`];
    return [
      { ...ms, what: variant },
      { what: `${variant}, times untraced`, unit: "x", values: of(({ ms }) => ms, "/"), target },
      { what: `${variant}, processor time`, unit: "x", values: of(({ cpuMs }) => cpuMs, "/") },
      { what: `${variant}, extra memory`, unit: "MB", values: of(({ rssMb }) => rssMb, "-") },
    ];
  });
}

/** A program that does nothing but say hello: what tracing adds to the life of its process, caches warm. */
export function startUp(): Figure[] {
  const runs: Record<string, { plain: number[]; traced: number[] }> = {};
  for (const runtime of runtimes) {
    const plain: number[] = [];
    const slow: number[] = [];
    runs[runtime.name] = { plain, traced: slow };
    for (let round = 0; round < 3 * ROUNDS; round++) {
      plain.push(run([...runtime.command, script("hello")])?.wholeMs ?? NaN);
      slow.push(traced(runtime, [script("hello")], (command) => run(command))?.wholeMs ?? NaN);
    }
  }
  const of = (pick: (of: { plain: number[]; traced: number[] }) => number): Figure["values"] =>
    Object.fromEntries(Object.entries(runs).map(([name, found]) => [name, pick(found)]));
  return [
    { what: "untraced", unit: "ms", values: of(({ plain }) => median(plain)) },
    {
      what: "traced, over untraced",
      unit: "ms",
      values: of(({ plain, traced }) => median(traced) - median(plain)),
      target: { Bun: 40, Node: 50, Deno: 50 },
    },
  ];
}
