/** A server under load, for the tests and benchmarks of what keeps the cost of tracing within bounds. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { start } from "./recorded.ts";
import { root, targets } from "./runtimes.ts";

/** The server; what runs it is to be started in `cwd`. */
export const SERVER: string = join(root, "bench", "programs", "server.mjs");
const LOAD = join(root, "bench", "programs", "load.mjs");
/** What asks the server runs in this. */
const client = targets.find(({ name }) => name === "Node 24")!;
/** So often (ms) it is looked how much memory and disk there is in use. */
const LOOK_EVERY_MS = 1000;

/** What a server did under load. */
export interface Load {
  /** What the client saw: answers in all, and in each whole second. */
  answers: number;
  seconds: number;
  perSecond: number[];
  /** What the server says of itself: requests, processor time (ms), and how often functions threw. */
  requests: number;
  cpuMs: number;
  thrown: Record<"parseQuantity" | "findProduct" | "checkOrder" | "match", number>;
  /** Bytes of memory of the server and of what started it, and of the files in `cwd`, in the course of time. */
  usage: { server: number; tracer: number; disk: number }[];
  /** The end of the process that was started. */
  ended: { status: number | null; stderr: string };
}

/** How long, or with how many answers, a server is to be asked. */
export type Amount = { seconds: number } | { answers: number };

/** Asks a server that `words` start for as much as it can answer. */
export async function underLoad(
  words: readonly string[],
  surroundings: { cwd: string; path?: string },
  amount: Amount,
): Promise<Load> {
  const limitMs = ("seconds" in amount ? amount.seconds * 1000 : 0) + 60_000;
  const server = start(words, surroundings, limitMs);
  await server.prints("\n");
  const [port, pid] = server.stdout.trim().split(" ");
  const much = "seconds" in amount ? [String(amount.seconds)] : ["0", String(amount.answers)];
  const load = start([...client.plain, LOAD, port, ...much], surroundings, limitMs);
  const usage: Load["usage"] = [];
  const look = (): void => {
    const [of, by] = [Number(pid), server.child.pid ?? 0];
    usage.push({ server: memoryOf(of), tracer: memoryOf(by), disk: diskOf(surroundings.cwd) });
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  try {
    if (await load.ends() !== 0) throw new Error(`the load failed: ${load.stderr}`);
  } finally {
    clearInterval(timer);
  }
  look();
  const said = await (await fetch(`http://127.0.0.1:${port}/stop`)).json();
  const status = await server.ends();
  return { ...JSON.parse(load.stdout), ...said, usage, ended: { status, stderr: server.stderr } };
}

/** What a process has in memory, bytes; 0 where that cannot be known. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Bytes of the files in a directory. */
function diskOf(directory: string): number {
  let bytes = 0;
  for (const name of readdirSync(directory)) {
    bytes += statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
