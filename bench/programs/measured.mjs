// @notrace-file
import process from "node:process";

/** Runs `body` and says on stderr what it took: wall time, processor time, and the process's memory at the end. */
export async function measured(body) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await body();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const rssMb = process.memoryUsage().rss / 1e6;
  process.stderr.write(`BENCH ${JSON.stringify({ ms, cpuMs: (user + system) / 1000, rssMb })}\n`);
  console.log(result);
}
