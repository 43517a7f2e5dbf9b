/**
 * Each program of `tests/corpus` does in every runtime what it does untraced, and its calls are traced as they are.
 *
 * A program is one trap. Its first lines may name the runtimes that can run it at all (`// runtimes: deno bun`), and
 * what is known to differ there (`// differs in node24 node26: stderr - why`; docs/fidelity.md says more). A `.trace`
 * beside it is its expected trace; `TSTRACE_TEST_UPDATE=1` writes those that are there anew. `parts/` holds
 * what programs import.
 */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { after, test } from "node:test";
import { corpus, findPrograms, once, type Program, type ProgramRun, runPrograms, shortName } from "./corpus_runs.ts";
import { type PrintedTrace, stepsOf, type Target, targets, traces } from "./runtimes.ts";
import { followCalls } from "./trace_rules.ts";

const filter = process.env.TSTRACE_TEST_FILTER ?? "";
const programs = findPrograms().filter(({ name }) => name.includes(filter));
const directory = realpathSync(mkdtempSync(join(tmpdir(), "tstrace-corpus-")));
after(() => rmSync(directory, { recursive: true, force: true }));

/** These end in the middle of a call, so that it has no end. */
const ENDS_WITHIN = new Set(["exit_now", "kill_self"]);

test("there are programs, and no expected trace without one", () => {
  const names = new Set(findPrograms().map(({ name }) => name));
  assert.ok(names.size > 90);
  const pinned = readdirSync(corpus).filter((file) => file.endsWith(".trace"));
  assert.deepEqual(pinned.filter((file) => !names.has(file.slice(0, -".trace".length))), []);
});

for (const target of targets) {
  const name = shortName(target);
  const own = programs.filter(({ runtimes }) => runtimes.includes(name));
  const runs = once(() => runAll(own, target));
  for (const program of own) {
    test(`${target.name}: ${program.name}`, () => {
      const { plain, traced, all } = runs();
      const [before, now] = [plain.get(program.name)!, traced.get(program.name)!];
      const { problems, running } = followCalls(stepsOf(all.filter(({ pid }) => pid === now.pid)));
      const differs = program.differs.get(name) ?? [];
      if (!differs.includes("stdout")) assert.equal(now.stdout, before.stdout);
      if (!differs.includes("stderr")) assert.equal(withoutWarning(now.stderr), before.stderr);
      if (!differs.includes("status")) assert.equal(now.status, before.status);
      if (differs.includes("records")) return;
      assert.deepEqual(problems, []);
      if (!ENDS_WITHIN.has(program.name)) assert.deepEqual(running, [], "calls without an end");
      if (program.trace !== undefined) comparePinned(program, traceText(all.filter(({ pid }) => pid === now.pid)));
    });
  }
}

interface Runs {
  plain: Map<string, ProgramRun>;
  traced: Map<string, ProgramRun>;
  all: PrintedTrace[];
}

function runAll(own: Program[], target: Target): Runs {
  // Both runs in one place, as paths are in what programs print.
  const copy = join(directory, shortName(target));
  cpSync(corpus, join(copy, "corpus"), { recursive: true });
  const plain = runPrograms(own, target, join(copy, "corpus"), join(copy, "plain"));
  const database = join(copy, "traces.sqlite");
  const traced = runPrograms(own, target, join(copy, "corpus"), join(copy, "traced"), ["--db", database]);
  return { plain, traced, all: traces(copy, database) };
}

/** A module that does not parse is said to be untraced. */
function withoutWarning(stderr: string): string {
  return stderr.replace(/^tstrace: .* runs untraced: (?:Unexpected|Missing|Invalid) .* \(\d+:\d+\)\n/gm, "");
}

function comparePinned(program: Program, text: string): void {
  if (process.env.TSTRACE_TEST_UPDATE) return writeFileSync(join(corpus, `${program.name}.trace`), text);
  assert.equal(text, program.trace);
}

const SIGNS: Readonly<Record<string, string>> = {
  ...{ call: ">", return: "<", exception: "!", yield: "%", await: "~", resume: "^" },
};

/** A line a trace, indented by depth: `> f(a = 1)`, `< f 2`. */
function traceText(all: readonly PrintedTrace[]): string {
  const depths = new Map(all.map(({ id, depth }) => [id, depth]));
  return all.map(({ id, kind, call, func, module, args }) => {
    const values = kind === "call"
      ? `(${args.map(({ name, value }) => `${name} = ${value}`).join(", ")})`
      // What an engine says in its own errors is its own affair.
      : args.map(({ value, type }) => ` ${kind === "exception" ? type : value}`).join("");
    const file = func === "<module>" && kind === "call" ? ` ${basename(module ?? "")}` : "";
    return `${"  ".repeat(depths.get(call ?? id) ?? 0)}${SIGNS[kind]} ${func}${file || values}\n`;
  }).join("");
}
