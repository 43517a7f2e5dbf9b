/** Kills a random program, or its tstrace, at a random instant, and holds the database against the program's own log. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { Random } from "../random_programs/random.ts";
import { integrity, query, runWords, start, type Started } from "../recorded.ts";
import { root, targets, tstraceCommand } from "../runtimes.ts";
import { checkCalls, readLog } from "./check.ts";

const program = join(root, "tests", "fixtures", "stress", "program.mjs");
/** So long (ms) a file is looked at again. */
const LOOK_EVERY_MS = 1;

/** What is killed. */
export const VICTIMS = ["program", "all processes", "tstrace", "tstrace and program", "tstrace and recover"] as const;
/** How records leave the program, and in the worker transport by which signal it ends. */
export const TRANSPORTS = ["shared", "worker", "worker, SIGTERM"] as const;

/** One run. */
export interface KillPlan {
  seed: number;
  target: number;
  transport: typeof TRANSPORTS[number];
  victim: typeof VICTIMS[number];
}

/** The plan of a seed: the runtimes take turns, the rest is random. */
export function planOf(seed: number): KillPlan {
  const random = new Random(seed);
  const transport = random.below(3) > 0 ? "shared" : random.below(2) === 0 ? "worker" : "worker, SIGTERM";
  const victim = transport === "shared" ? random.pick(VICTIMS) : "program";
  return { seed, target: seed % targets.length, transport, victim };
}

/** What a run was. */
export interface KillResult {
  calls: number;
  threads: number;
  recovered: boolean;
}

/** Does it, in the directory `cwd`; throws where something is missing, twice, torn or left behind. */
export async function kill({ seed, target: index, transport, victim }: KillPlan, cwd: string): Promise<KillResult> {
  const random = new Random(seed + 1);
  const target = targets[index];
  const log = join(cwd, "log");
  const rings = join(cwd, "rings");
  mkdirSync(rings, { mode: 0o700 });
  const isShared = transport === "shared";
  const children = Array.from({ length: isShared ? random.below(3) : 0 }, () => random.pick(targets).plain);
  const plan = { seed, log, calls: 200 + random.below(4000), threads: isShared ? random.below(3) : 0, children };
  const options = ["--transport", isShared ? "shared" : "worker", "--max-traces", "0"];
  const surroundings = { cwd, path: target.path, env: { TSTRACE_RING_DIRECTORY: rings } };
  const traced = start(runWords(target, ...options, program, JSON.stringify(plan)), surroundings);
  const size = random.below(8) === 0 ? 1 : 1 + random.below(plan.calls * 26 * (1 + plan.threads));
  await untilSize(log, size, traced);
  const pid = Number(/^e (\d+)\./.exec(readFileSync(log, "utf8"))?.[1]);
  const signal = transport === "worker, SIGTERM" ? "SIGTERM" : "SIGKILL";
  const known = new Set(readLog(log).keys());
  if (victim.startsWith("tstrace")) traced.child.kill("SIGKILL");
  if (victim === "all processes") { for (const each of processesIn(log)) end(each, "SIGKILL"); }
  else if (victim.endsWith("program")) end(pid, signal);
  await traced.ends();

  const recovered = victim.startsWith("tstrace");
  if (recovered) {
    const recover = tstraceCommand("recover");
    if (victim === "tstrace and recover") {
      const first = start(recover, surroundings);
      await untilSize(join(cwd, "traces.sqlite-wal"), random.below(200_000), first);
      first.child.kill("SIGKILL");
      await first.ends();
    }
    const last = start(recover, surroundings);
    assert.equal(await last.ends(), 0, last.stderr);
  }
  assert.equal(integrity(cwd), "ok");
  assert.deepEqual(readdirSync(rings), [], "left behind");
  const [recording] = query(cwd, "SELECT status, lost FROM recordings");
  assert.equal(recording.lost, 0);
  assert.notEqual(recording.status, null);
  assert.equal(query(cwd, "SELECT count(*) AS count FROM rings")[0].count, 0);
  const threads = readLog(log);
  // In the worker transport what the dumper had not taken yet dies with the program.
  const isComplete = transport !== "worker";
  // Whoever starts when tstrace has been killed is not traced.
  const calls = checkCalls(cwd, threads, (who) => recovered && !known.has(who) ? "all or none" : isComplete);
  return { calls, threads: threads.size, recovered };
}

function processesIn(log: string): Set<number> {
  return new Set([...readLog(log).keys()].map((who) => Number(who.split(".")[0])));
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Waits until a file is so large, or the process that writes it has ended. */
async function untilSize(path: string, size: number, { child }: Started): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    if (existsSync(path) && statSync(path).size >= size) return;
    await setTimeout(LOOK_EVERY_MS);
  }
}
