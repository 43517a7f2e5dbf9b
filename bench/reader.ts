/**
 * How fast the reader is, in a pseudo-terminal: `bun bench/reader.ts [TRACES] [FILE]` makes a database of so many
 * traces (ten million), or takes FILE, and measures the executable `dist/tstrace` on it, and `less` and `lnav`, where
 * they are installed, on a part of the same traces as text. Beside what a user waits for stands the processor time of
 * all threads, which says more where the machine has other work.
 *
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { makeTraceDatabase } from "./trace_database.ts";

interface PseudoTerminal {
  write(text: string): void;
}
interface Child {
  readonly pid: number;
  readonly terminal: PseudoTerminal;
  readonly exited: Promise<number>;
  kill(signal: string): void;
}
declare const Bun: {
  spawn(command: string[], options: {
    env: Record<string, string | undefined>;
    terminal: { cols: number; rows: number; data(terminal: PseudoTerminal, bytes: Uint8Array): void };
  }): Child;
};

const COLUMNS = 120;
const LINES = 40;
const RUNS = 9;
const KEYS = 300;
/** `less` and `lnav` would need minutes for more. */
const TEXT_ROWS = 1_000_000;
/** Longer than this nothing is waited for, ms. */
const PATIENCE_MS = 120_000;
/** Of the clock by which the system counts processor time, a second. */
const TICKS = 100;
// deno-lint-ignore no-control-regex
const SEQUENCE = /\x1b\[[?]?[\d;]*[A-Za-z]/g;
const FRAME_END = "\x1b[?2026l";

const root = fileURLToPath(new URL("..", import.meta.url));
const executable = join(root, "dist", "tstrace");

/** A program in a pseudo-terminal, which is asked and waited for. */
class Session {
  readonly startedMs = performance.now();
  readonly #child: Child;
  readonly #decoder = new TextDecoder();
  #output = "";
  #changed = (): void => {};

  constructor(command: string[], directory: string) {
    this.#child = Bun.spawn(command, {
      env: { ...process.env, TERM: "xterm-256color", XDG_STATE_HOME: directory, LESSHISTFILE: "-" },
      terminal: {
        cols: COLUMNS,
        rows: LINES,
        data: (_terminal, bytes) => {
          this.#output += this.#decoder.decode(bytes, { stream: true });
          this.#changed();
        },
      },
    });
  }

  /** Types, and gives the ms until what is written after it shows `pattern`. */
  async ask(keys: string, pattern: RegExp | string): Promise<number> {
    this.#output = "";
    const started = performance.now();
    this.#child.terminal.write(keys);
    await this.until(pattern);
    return performance.now() - started;
  }

  async until(pattern: RegExp | string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${pattern}`)), PATIENCE_MS);
    this.#changed = () => {
      const shown = typeof pattern === "string" ? this.#output : this.#output.replaceAll(SEQUENCE, "");
      if (typeof pattern === "string" ? shown.includes(pattern) : pattern.test(shown)) resolve();
    };
    this.#changed();
    await promise;
    clearTimeout(timer);
    this.#changed = () => {};
  }

  /** Peak of the memory that it had, MB. */
  memory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1000;
  }

  /** Processor time that all its threads have taken, ms. */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, "latin1");
    const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13).map(Number);
    return (user + system) * 1000 / TICKS;
  }

  async quit(): Promise<void> {
    this.#child.terminal.write("\x1b[27uq");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    await this.#child.exited;
    clearTimeout(timer);
  }
}

function report(what: string, value: number, unit: string, most?: number, processor?: number): void {
  const isMissed = most !== undefined && (unit === "M rows/s" ? value < most : value > most);
  const target = most === undefined ? "" : `${isMissed ? "MISSED" : "ok"}, target ${most}`;
  const used = processor === undefined ? "" : `${processor.toFixed(1)} ${unit === "ms" ? "" : "by "}processor time  `;
  console.log(`${what.padEnd(46)}${value.toFixed(1).padStart(10)} ${unit.padEnd(9)} ${used}${target}`);
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
}

async function measureKeys(session: Session, what: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < KEYS; i++) times.push(await session.ask(i % 50 === 49 ? " " : "j", FRAME_END));
  report(`${what}, median`, quantile(times, 0.5), "ms");
  report(`${what}, 99th percentile`, quantile(times, 0.99), "ms", 16);
}

async function measureReader(path: string, traces: number, directory: string): Promise<void> {
  const starts: number[] = [];
  const used: number[] = [];
  const versions: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const session = new Session([executable, "read", path], directory);
    await session.until(FRAME_END);
    starts.push(performance.now() - session.startedMs);
    used.push(session.cpuMs());
    await session.quit();
    const started = performance.now();
    spawnSync(executable, ["--version"]);
    versions.push(performance.now() - started);
  }
  report("first screen, median", quantile(starts, 0.5), "ms", 50, quantile(used, 0.5));
  report("first screen, fastest", Math.min(...starts), "ms");
  report("tstrace --version beside it, median", quantile(versions, 0.5), "ms");
  const session = new Session([executable, "read", path], directory);
  await session.until(FRAME_END);
  await measureKeys(session, "key to redraw");
  const jumps: number[] = [];
  for (const keys of ["G", "50%", "g", "12%", "G", "99%", "g"]) jumps.push(await session.ask(keys, FRAME_END));
  report("G, N%, g, slowest", Math.max(...jumps), "ms", 50);
  report(
    "filter on function, first screen",
    await session.ask("&func == 'f3_7'\r", /filter func == 'f3_7'/),
    "ms",
    500,
  );
  await session.until(/filter func == 'f3_7' {2}/);
  await session.ask("&\r", /of \d+ {2}/);
  report("filter on function, all counted", await session.ask("&func == 'f3_8'\r", /filter func == 'f3_8' {2}/), "ms");
  await session.ask("&\r", FRAME_END);
  report(
    "filter on value, all counted",
    await session.ask("&value == '250'\r", /filter value == '250' {2}/),
    "ms",
    3000,
  );
  await session.ask("&\r", FRAME_END);
  for (
    const pattern of [
      "item 9055 nowhere",
      "f12_3\\(.*0\\.[79]1, .*zzz",
      "[a-z]+ = number: 7\\d, xyz",
      "99:99",
      "qqa|qqb",
      "= 5\\d{9}",
    ]
  ) {
    const before = session.cpuMs();
    const ms = await session.ask(`g/${pattern}\r`, /Pattern not found/);
    report(`search for ${pattern}`, traces / ms / 1000, "M rows/s", 2, traces / (session.cpuMs() - before) / 1000);
  }
  const folds: number[] = [];
  for (const keys of ["gz2", "50%", "z3", "G", "z1", "25%", "zR"]) {
    folds.push(await session.ask(keys, FRAME_END));
  }
  report("fold to a depth and go there, slowest", Math.max(...folds), "ms", 16);
  report("memory at its peak", session.memory(), "MB", 150);
  await session.quit();
}

async function measureRecording(path: string, directory: string): Promise<void> {
  const writer = spawn(process.execPath, [join(root, "bench", "trace_database.ts"), path, "2000000"], {
    stdio: "ignore",
  });
  const session = new Session([executable, "read", path], directory);
  await session.until(FRAME_END);
  await measureKeys(session, "key to redraw while traces are added");
  await session.quit();
  writer.kill("SIGKILL");
}

/** The microseconds of the last row. */
function lastTime(printed: Uint8Array): string {
  const end = new TextDecoder().decode(printed.subarray(-400));
  return /,(\d{6}) .*\n$/.exec(end)?.[1] ?? "";
}

async function measureText(path: string, directory: string, traces: number): Promise<void> {
  const rows = Math.min(TEXT_ROWS, traces);
  const text = join(directory, "traces.txt");
  const printed = spawnSync(executable, ["print", "--db", path, "--limit", String(rows)], { maxBuffer: 1 << 30 });
  writeFileSync(text, printed.stdout);
  for (
    const [name, command, search, found] of [
      ["less", ["less", "-S", text], "/item 9055 nowhere\r", /Pattern not found/],
      // The last rows have these times; it says none until then.
      ["lnav", ["lnav", text], `/,${lastTime(printed.stdout)}\r`, /[1-9]\d* hits? for/],
    ] as const
  ) {
    if (spawnSync("which", [name]).status !== 0) {
      console.log(`${name} is not installed`);
      continue;
    }
    const session = new Session([...command], directory);
    await session.until(/src\/m\d/);
    report(`${name}: first screen`, performance.now() - session.startedMs, "ms", undefined, session.cpuMs());
    if (name === "less") report(`${name}: G`, await session.ask("G", "END"), "ms");
    else {
      await session.until(/100%/);
      report(`${name}: all rows read`, performance.now() - session.startedMs, "ms", undefined, session.cpuMs());
    }
    const before = session.cpuMs();
    const ms = await session.ask(`g${search}`, found);
    report(`${name}: search`, rows / ms / 1000, "M rows/s", undefined, rows / (session.cpuMs() - before) / 1000);
    report(`${name}: memory at its peak`, session.memory(), "MB");
    await session.quit();
  }
}

const traces = Number(process.argv[2] ?? 1e7);
const directory = mkdtempSync(join(tmpdir(), "tstrace-bench-"));
try {
  let path = process.argv[3];
  if (path === undefined) {
    path = join(directory, "traces.sqlite");
    makeTraceDatabase(path, traces);
  }
  if (!existsSync(executable)) throw new Error("there is no dist/tstrace: deno task compile");
  await measureReader(path, traces, directory);
  await measureText(path, directory, traces);
  const growing = join(directory, "growing.sqlite");
  copyFileSync(path, growing);
  await measureRecording(growing, directory);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
