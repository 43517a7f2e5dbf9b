import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type PrintedTrace, type Result, run, runTstrace, stepsOf, type Target, traces } from "./runtimes.ts";
import { followCalls } from "./trace_rules.ts";

/** A program's run without and with tstrace. */
export interface Compared {
  plain: Result;
  traced: Result;
  all: PrintedTrace[];
}

/** Runs a script both ways in `cwd`, where the database goes too. */
export function compare(target: Target, cwd: string, script: string, options: readonly string[] = []): Compared {
  const permissions = target.plain.filter((word) => word === "-A");
  const plain = run([...target.plain, script], { cwd, path: target.path });
  const words = ["run", "--quiet", ...options, "--runtime", target.runtime, ...permissions, script];
  const traced = runTstrace(words, { cwd, path: target.path });
  return { plain, traced, all: traces(cwd) };
}

/** Runs a command both ways in `cwd`. */
export function compareCommand(command: readonly string[], cwd: string, path: string): Compared {
  const plain = run(command, { cwd, path });
  const traced = runTstrace(["run", "--quiet", ...command], { cwd, path });
  return { plain, traced, all: traces(cwd) };
}

/** Both printed the same, but for what `vary` takes out, and ended in the same way. */
export function assertSame({ plain, traced }: Compared, vary: (text: string) => string = (text) => text): void {
  assert.equal(vary(traced.stdout), vary(plain.stdout));
  assert.equal(vary(traced.stderr), vary(plain.stderr));
  assert.deepEqual([traced.status, traced.signal], [plain.status, plain.signal]);
}

/** The traces of each thread of each process, by `pid:tid`. */
export function byThread(all: readonly PrintedTrace[]): Map<string, PrintedTrace[]> {
  return Map.groupBy(all, ({ pid, tid }) => `${pid}:${tid}`);
}

/** In each thread the calls follow from each other, and all have an end but those of the functions named. */
export function assertFollows(all: readonly PrintedTrace[], unfinished: readonly string[] = []): void {
  assert.ok(all.length > 0, "nothing was recorded");
  for (const [thread, own] of byThread(all)) {
    const { problems, running, suspended } = followCalls(stepsOf(own));
    assert.deepEqual(problems, [], thread);
    assert.deepEqual([...running, ...suspended].filter((name) => !unfinished.includes(name)), [], thread);
  }
}

/** The names of the functions that were called, without those that have none of their own, sorted. */
export function called(all: readonly PrintedTrace[]): string[] {
  const names = all.filter(({ kind, func }) => kind === "call" && /^[\w. ]+$/.test(func ?? "")).map(({ func }) =>
    func!
  );
  return [...new Set(names)].filter((name) => !/ callback$|\.on\w+$/.test(name)).sort();
}

/** Numbers and names of the threads that were recorded, the main ones left out. */
export function otherThreads(cwd: string): { tid: number; name: string }[] {
  const database = new DatabaseSync(join(cwd, "traces.sqlite"), { readOnly: true });
  try {
    const rows = database.prepare("SELECT tid, name FROM threads WHERE name <> 'main' ORDER BY tid").all();
    return rows.map(({ tid, name }) => ({ tid: Number(tid), name: String(name) }));
  } finally {
    database.close();
  }
}
