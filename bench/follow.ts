/**
 * How long after a call `tstrace print --follow` prints it, and what ten readers cost the writer:
 * `node bench/follow.ts [calls]`. Needs `dist/tstrace`.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const executable = fileURLToPath(new URL("../dist/tstrace", import.meta.url));
const calls = Number(process.argv[2] ?? 100);
const READERS = 10;

const SLOW = `
function tick(ms) { return ms; }
for (let i = 0; i < ${calls}; i++) {
  await new Promise((resolve) => setTimeout(resolve, 37 + i % 20));
  tick(performance.timeOrigin + performance.now());
}
`;
const FAST = `
function add(a, b) { return a + b; }
const end = performance.now() + 4000;
let count = 0;
for (; performance.now() < end; count++) for (let i = 0; i < 1000; i++) add(i, count);
console.log(count * 2000);
`;

function start(words: string[], cwd: string): ChildProcess {
  return spawn(executable, words, { cwd, stdio: ["ignore", "pipe", "inherit"] });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.on("close", () => resolve()));
}

/** Starts a program, and once it records, readers that follow it; `line` gets what the readers print. */
async function follow(
  program: string,
  filter: string,
  readers: number,
  cwd: string,
  line: (text: string) => void,
): Promise<string> {
  writeFileSync(join(cwd, "program.mjs"), program);
  const writer = start(["run", "--quiet", "--runtime", "bun", "program.mjs"], cwd);
  let output = "";
  writer.stdout!.setEncoding("utf8").on("data", (text) => output += text);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const following = Array.from(
    { length: readers },
    () => start(["print", "--follow", "--json", filter], cwd),
  );
  for (const { stdout } of following) createInterface(stdout!).on("line", line);
  await Promise.all([writer, ...following].map(ended));
  return output;
}

const cwd = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
try {
  const delays: number[] = [];
  await follow(SLOW, "func == 'tick'", 1, cwd, (text) => {
    const now = performance.timeOrigin + performance.now();
    const { kind, args } = JSON.parse(text);
    if (kind === "call") delays.push(now - Number(args[0].value));
  });
  // Those that were there before the reader are no measure.
  const sorted = delays.slice(Math.ceil(delays.length / 5)).sort((a, b) => a - b);
  const at = (part: number): string =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(0)} ms`;
  console.log(`seen after: median ${at(0.5)}, 95 of 100 within ${at(0.95)}, at most ${at(1)} (${sorted.length} calls)`);
  for (const readers of [0, READERS, 0, READERS]) {
    const records = Number(await follow(FAST, "kind == 'exception'", readers, cwd, () => {}));
    console.log(`${readers} readers: ${(records / 4e6).toFixed(2)} million records a second`);
  }
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
