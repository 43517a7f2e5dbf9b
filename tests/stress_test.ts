/**
 * Random programs are killed at random instants, or their tstrace is, and the database holds what they told a log of
 * their own: nothing is missing, nothing twice, nothing torn.
 *
 * `TSTRACE_TEST_KILLS` is how many (else 8), `TSTRACE_TEST_SEED` the first seed (else the time of day). A seed that
 * failed is run alone with `TSTRACE_TEST_SEED=… TSTRACE_TEST_KILLS=1`.
 */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { inDirectory, targets } from "./runtimes.ts";
import { kill, planOf } from "./stress/kill.ts";

const kills = Number(process.env.TSTRACE_TEST_KILLS ?? 8);
const seed = Number(process.env.TSTRACE_TEST_SEED ?? Date.now() % 1_000_000);
/** So many at once. */
const WIDTH = 2;

test(`${kills} kills from seed ${seed} on lose nothing`, async () => {
  const counts = new Map<string, number>();
  const failures: string[] = [];
  let [next, calls] = [seed, 0];
  const work = async (): Promise<void> => {
    while (next < seed + kills) {
      const plan = planOf(next++);
      const name = `${targets[plan.target].name}, ${plan.transport}, ${plan.victim}`;
      try {
        await inDirectory(async (cwd) => {
          calls += (await kill(plan, cwd)).calls;
        });
        counts.set(name, (counts.get(name) ?? 0) + 1);
      } catch (error) {
        failures.push(`TSTRACE_TEST_SEED=${plan.seed} TSTRACE_TEST_KILLS=1 (${name}): ${(error as Error).message}`);
        console.log(failures.at(-1));
      }
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  for (const [name, count] of [...counts].sort()) console.log(`${count} x ${name}`);
  console.log(`${kills} kills, ${calls} calls, ${failures.length} failures`);
  assert.deepEqual(failures, []);
});
