/**
 * Runs a program in a pseudo-terminal with a model of its screen. Run by Bun, which can open one: a `Scenario` as
 * JSON on standard input, its `Outcome` as JSON on standard output.
 */
import xterm from "@xterm/headless";
import process from "node:process";
import { addTraces, changeFile, keepNewest } from "./reader_database.ts";
import type { Outcome, Scenario, Snapshot, Step } from "./reader_protocol.ts";
import { styledScreen } from "./reader_styles.ts";

interface PseudoTerminal {
  readonly localFlags: number;
  write(text: string): void;
  resize(columns: number, lines: number): void;
}
interface Child {
  readonly terminal: PseudoTerminal;
  readonly exited: Promise<number>;
  readonly exitCode: number | null;
  readonly signalCode: string | null;
  kill(signal: string): void;
}
declare const Bun: {
  stdin: { json(): Promise<Scenario> };
  spawn(command: string[], options: {
    env: Record<string, string | undefined>;
    terminal: {
      cols: number;
      rows: number;
      data(terminal: PseudoTerminal, bytes: Uint8Array): void;
      exit(): void;
    };
  }): Child;
};

/** How long a step may take, in ms. */
const PATIENCE_MS = 20_000;
/** What the reader writes first in a terminal whose size has changed. */
const CLEAR = "\x1b[2J";
const ECHO = 0o10;
const CANONICAL = 0o2;

const scenario = await Bun.stdin.json();
const screen = new xterm.Terminal({ cols: scenario.columns, rows: scenario.lines, allowProposedApi: true });
const decoder = new TextDecoder();
let output = "";
/** How much of it the model of the screen has taken. */
let taken = 0;
let changed = (): void => {};

function snapshot(): Snapshot {
  const { active } = screen.buffer;
  const lines = Array.from(
    { length: screen.rows },
    (_, i) => active.getLine(active.baseY + i)?.translateToString(true) ?? "",
  );
  return { lines, runs: styledScreen(screen), isAlternate: active.type === "alternate" };
}

/** Whether the model has not taken all, or the program has begun to draw a frame and not ended it. */
function isInFrame(): boolean {
  return taken < output.length || output.lastIndexOf("\x1b[?2026h") > output.lastIndexOf("\x1b[?2026l");
}

/** What is shown in reverse video, a line for each line of the screen. */
function reversed(): string {
  const { active } = screen.buffer;
  return Array.from({ length: screen.rows }, (_, y) => {
    const line = active.getLine(active.baseY + y);
    return Array.from({ length: screen.cols }, (_, x) => {
      const cell = line?.getCell(x);
      return cell?.isInverse() ? cell.getChars() || " " : "";
    }).join("");
  }).join("\n");
}

const closed = Promise.withResolvers<void>();
const child = Bun.spawn(scenario.command, {
  env: { ...process.env, NO_COLOR: undefined, TERM: "xterm-256color", ...scenario.env },
  terminal: {
    cols: scenario.columns,
    rows: scenario.lines,
    data(_terminal, bytes) {
      // Decoded here: the model loses characters whose bytes come in two pieces.
      const text = decoder.decode(bytes, { stream: true });
      output += text;
      const { length } = output;
      screen.write(text, () => {
        taken = length;
        changed();
      });
    },
    exit: () => closed.resolve(),
  },
});
screen.onData((reply) => child.terminal.write(reply));

/** Resolves once `isThere` holds, looked at whenever the screen has changed. */
async function until(what: string, isThere: () => boolean | Promise<boolean>, event?: Promise<unknown>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE_MS);
  changed = () => {
    if (isThere()) resolve();
  };
  event?.then(() => resolve());
  changed();
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    changed = () => {};
  }
}

const kept: Record<string, Snapshot> = {};

async function take(step: Step): Promise<void> {
  if ("send" in step) child.terminal.write(step.send);
  if ("keep" in step) {
    await until("the end of a frame", () => !isInFrame());
    kept[step.keep] = snapshot();
  }
  if ("signal" in step) child.kill(step.signal);
  if ("traces" in step) addTraces(scenario.database, step.traces);
  if ("newest" in step) keepNewest(scenario.database, step.newest);
  if ("file" in step) changeFile(scenario.database, step.file);
  if ("resize" in step) {
    screen.resize(...step.resize);
    child.terminal.resize(...step.resize);
  }
  if ("redraw" in step) {
    const before = output.length;
    screen.resize(...step.redraw);
    child.terminal.resize(...step.redraw);
    await until("the screen anew", () => output.indexOf(CLEAR, before) >= 0 && !isInFrame());
  }
  if ("wait" in step) {
    const pattern = new RegExp(step.wait, "m");
    await until(`${pattern}`, () => pattern.test(snapshot().lines.join("\n")));
  }
  if ("marked" in step) await until(`${step.marked} in reverse video`, () => reversed().includes(step.marked));
  if ("exit" in step) await until("the end of the program", () => false, child.exited.then(() => closed.promise));
}

let failure: string | null = null;
try {
  for (const step of scenario.steps) await take(step);
} catch (error) {
  failure = `${error}\n${snapshot().lines.join("\n")}`;
  child.kill("SIGKILL");
}
// The model takes what is written to it later than the program writes it.
await new Promise<void>((resolve) => screen.write("", resolve));
const { localFlags } = child.terminal;
const outcome: Outcome = {
  kept,
  end: snapshot(),
  exitCode: child.exitCode,
  signal: child.signalCode,
  isCooked: (localFlags & (ECHO | CANONICAL)) === (ECHO | CANONICAL),
  isCursorVisible: output.lastIndexOf("\x1b[?25h") >= output.lastIndexOf("\x1b[?25l"),
  output,
  failure,
};
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
