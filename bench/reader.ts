/**
 * How fast the reader is, in a pseudo-terminal: `bun bench/reader.ts [TRACES] [FILE]` makes a database of so many
 * traces (ten million), or takes FILE, and measures the executable `dist/tstrace` on it, and `less` and `lnav`, where
 * they are installed, on a part of the same traces as text.
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

  async quit(): Promise<void> {
    this.#child.terminal.write("\x1b[27uq");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    await this.#child.exited;
    clearTimeout(timer);
  }
}

function report(what: string, value: number, unit: string, most?: number): void {
  const isMissed = most !== undefined && (unit === "M rows/s" ? value < most : value > most);
  const target = most === undefined ? "" : `${isMissed ? "MISSED" : "ok"}, target ${most}`;
  console.log(`${what.padEnd(46)}${value.toFixed(1).padStart(10)} ${unit.padEnd(9)} ${target}`);
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
  for (let i = 0; i < RUNS; i++) {
    const session = new Session([executable, "read", path], directory);
    await session.until(FRAME_END);
    starts.push(performance.now() - session.startedMs);
    await session.quit();
  }
  report("first screen, median", quantile(starts, 0.5), "ms", 50);
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
    const ms = await session.ask(`g/${pattern}\r`, /Pattern not found/);
    report(`search for ${pattern}`, traces / ms / 1000, "M rows/s", 2);
  }
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

async function measureText(path: string, directory: string, traces: number): Promise<void> {
  const rows = Math.min(TEXT_ROWS, traces);
  const text = join(directory, "traces.txt");
  const printed = spawnSync(executable, ["print", "--db", path, "--limit", String(rows)], { maxBuffer: 1 << 30 });
  writeFileSync(text, printed.stdout);
  for (
    const [name, command, search] of [
      ["less", ["less", "-S", text], "/item 9055 nowhere\r"],
      ["lnav", ["lnav", text], "/item 9055 nowhere\r"],
    ] as const
  ) {
    if (spawnSync("which", [name]).status !== 0) {
      console.log(`${name} is not installed`);
      continue;
    }
    const session = new Session([...command], directory);
    await session.until(/item 90556/);
    report(`${name}: first screen`, performance.now() - session.startedMs, "ms");
    if (name === "less") {
      report(`${name}: G`, await session.ask("G", "END"), "ms");
      const ms = await session.ask(`g${search}`, /Pattern not found/);
      report(`${name}: search`, rows / ms / 1000, "M rows/s");
    }
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
