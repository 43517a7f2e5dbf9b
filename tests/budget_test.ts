/**
 * A server under load takes no longer than its budget allows, and nothing that it throws is missed.
 *
 * With `TSTRACE_TEST_SECONDS=600` it is asked for ten minutes, and for half a minute untraced before and after: what that
 * makes of its throughput is printed, and not asserted. Leave the machine alone meanwhile.
 */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { query, runWords, start } from "./recorded.ts";
import { inDirectory, runTstrace, targets } from "./runtimes.ts";
import { type Load, SERVER, underLoad } from "./server_load.ts";

const seconds = Number(process.env.TSTRACE_TEST_SECONDS ?? 0);
const amount = seconds > 0 ? { seconds } : { answers: 4000 };
const MAX_MB = 100;
const BOUNDS = seconds > 0 ? ["--max-size", `${MAX_MB}M`] : ["--max-traces", "0"];
const OPTIONS = ["--auto-mute", "on", "--budget", "50%", ...BOUNDS, "--include", SERVER];

for (const target of targets.filter(({ name }) => name !== "Node 26")) {
  test(`${target.name}: a server under load stays within its budget, and each exception is found`, () =>
    inDirectory(async (cwd) => {
      const plain = (): Promise<Load> => underLoad([...target.plain, SERVER], { cwd }, { seconds: seconds / 20 });
      const before = seconds > 0 ? await plain() : undefined;
      const traced = await underLoad(runWords(target, ...OPTIONS, SERVER), { cwd, path: target.path }, amount);
      if (before) tell(target.name, traced, [before, await plain()]);
      const { status, stderr } = traced.ended;
      assert.equal(status, 0, stderr);
      assert.match(stderr, / 0 lost, [\d ]+ calls muted, .*with less of values, /);

      // Of what is still being read when the client goes away the program knows nothing.
      const { read, ...found } = exceptions(cwd);
      const { parseQuantity, findProduct, checkOrder, match } = traced.thrown;
      assert.ok(parseQuantity > 10 && findProduct > 20 && checkOrder > 10 && match > 20);
      // What a function throws goes through its callers.
      assert.deepEqual(found, {
        ...{ parseQuantity, findProduct, match, checkOrder: checkOrder + parseQuantity },
        ...{ load: findProduct, showProduct: findProduct, answer: parseQuantity + checkOrder + match + read },
      });
      const [held] = query(cwd, "SELECT sum(muted) AS muted FROM held") as { muted: number }[];
      assert.ok(held.muted > traced.requests, `${held.muted} calls muted of ${traced.requests} requests`);
      const notes = query(cwd, "SELECT DISTINCT substr(args, 9, 40) AS text FROM traces WHERE kind = 3");
      if (seconds === 0) {
        assert.ok(notes.some(({ text }) => /tstrace only counts/.test(String(text))));
        const ends = `SELECT name, count(*) AS count FROM traces JOIN functions ON functions.id = function
          WHERE traces.kind = 2 GROUP BY name`;
        const rows = query(cwd, ends).filter(({ name }) => String(name) in found);
        return assert.deepEqual(Object.fromEntries(rows.map(({ name, count }) => [name, count])), found);
      }

      assert.ok(Math.max(...traced.usage.map(({ disk }) => disk)) < 1.5 * MAX_MB * 1024 ** 2);
      const memory = traced.usage.map(({ server, tracer }) => server + tracer);
      const [middle, end] = [1 / 3, 2 / 3].map((part) => {
        const from = Math.floor(memory.length * part);
        return Math.max(...memory.slice(from, from + Math.ceil(memory.length / 3)));
      });
      assert.ok(end < middle * 1.25 + 64 * 1024 ** 2, `${middle} bytes of memory, then ${end}`);
    }));
}

const BUSY = `
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
function hot(cart) { return cart.items.length; }
const cart = { items: [{ id: 1, name: "a".repeat(50) }, { id: 2, more: { x: 1 } }], list: [1, 2, 3, 4, 5, 6, 7, 8] };
while (!existsSync("enough")) {
  for (let i = 0; i < 5000; i++) hot(cart);
  await setTimeout(0);
}
while (!existsSync("end")) {
  hot(cart);
  await setTimeout(1);
}
`;

for (const transport of ["shared", "worker"]) {
  test(`${transport}: what was held back is told while it runs, and comes back when the load falls`, () =>
    inDirectory(async (cwd) => {
      const target = targets[2];
      writeFileSync(join(cwd, "main.mjs"), BUSY);
      const words = runWords(target, "--transport", transport, "--budget", "1.2x", "main.mjs");
      const program = start(words, { cwd, path: target.path });
      const told = async (text: string, after = 0): Promise<number> => {
        for (;;) {
          const found = existsSync(join(cwd, "traces.sqlite"))
            ? query(cwd, `SELECT id FROM traces WHERE kind = 3 AND id > ${after} AND args LIKE '%${text}%'`)
            : [];
          if (found.length > 0) return Number(found[0].id);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      };
      await told("tstrace values%shallower");
      const held = await told("counts%hot");
      const { stdout } = runTstrace(["ctl", "status", "--json"], { cwd });
      const status = JSON.parse(stdout);
      assert.ok(status.shallow.traces > 0 && status.shallow.now, stdout);
      assert.match(runTstrace(["ctl", "status"], { cwd }).stdout, /traces with less of values, now too/);
      writeFileSync(join(cwd, "enough"), "");
      await told("tstrace counted%hot ×", held);
      const deep = await told("tstrace values%as asked for", held);
      const whole =
        `SELECT 1 FROM calls WHERE func = 'hot' AND id > ${deep} AND args LIKE '%[1, 2, 3, 4, 5, 6, 7, 8]%'`;
      while (query(cwd, whole).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      writeFileSync(join(cwd, "end"), "");
      assert.equal(await program.ends(), 0, program.stderr);
      assert.match(program.stderr, / 0 lost, .*calls? (muted|only counted), [\d ]+ with less of values, /);
    }));
}

test("a budget that makes no sense is one line", () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "main.mjs"), "");
    for (const bad of ["50", "0%", "1x", "cheap"]) {
      const { stderr, status } = runTstrace(["run", "--budget", bad, "main.mjs"], { cwd });
      assert.match(stderr, /^tstrace: [^\n]*--budget[^\n]*such as 50%[^\n]*\n$/);
      assert.equal(status, 2);
    }
  }));

/** How often functions threw, as the recording counted it. */
function exceptions(cwd: string): Record<string, number> {
  const { stdout, stderr, status } = runTstrace(["stats", "--json", "--limit", "1000"], { cwd });
  assert.equal(status, 0, stderr);
  const names = ["parseQuantity", "findProduct", "match", "checkOrder", "load", "showProduct", "answer", "read"];
  const rows = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return Object.fromEntries(
    rows.filter(({ function: name }) => names.includes(name)).map((
      { function: name, exceptions },
    ) => [name, exceptions]),
  );
}

/** Prints what a long run was like. */
function tell(name: string, traced: Load, plain: readonly Load[]): void {
  const perSecond = ({ answers, seconds }: Load): number => answers / seconds;
  const untraced = plain.map(perSecond);
  const ratio = perSecond(traced) / (untraced.reduce((sum, each) => sum + each, 0) / untraced.length);
  const cpu = (loads: readonly Load[]): number =>
    loads.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / loads.reduce((sum, { requests }) => sum + requests, 0);
  const mb = (pick: (usage: Load["usage"][number]) => number): string =>
    [0.1, 0.5, 1].map((part) => {
      const at = Math.min(traced.usage.length - 1, Math.floor(traced.usage.length * part));
      return (pick(traced.usage[at]) / 1e6).toFixed(0);
    }).join(", ");
  const rates = traced.perSecond.filter((_, i) => i % 30 === 29).join(" ");
  console.log(
    [
      `${name}: ${perSecond(traced).toFixed(0)} answers a second, untraced ${untraced.map((n) => n.toFixed(0))}: ` +
      `${(100 * ratio).toFixed(0)} %, processor time a request times ${(cpu([traced]) / cpu(plain)).toFixed(2)}`,
      `each half minute: ${rates}`,
      `MB: server ${mb(({ server }) => server)}, tstrace ${mb(({ tracer }) => tracer)}, disk ${mb(({ disk }) => disk)}`,
      `thrown ${JSON.stringify(traced.thrown)}; ${traced.ended.stderr.trim()}`,
    ].join("\n  "),
  );
}
