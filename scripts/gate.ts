/**
 * Runs the steps of the gate, a few at a time, each a command whose output is shown only where it fails.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Counts, countTests } from "./junit.ts";

/** A step: a check, which counts as one, or a run of tests, which counts as so many as its report says. */
export interface Step {
  name: string;
  /** The command; given the path of the report that a test run writes. */
  command: (report: string) => string[];
  /** Whether it writes a JUnit report. */
  tests?: boolean;
  /** Names of steps that must have passed before. */
  after?: readonly string[];
}

/** What a step gave. */
export interface Outcome extends Counts {
  name: string;
  seconds: number;
  output: string;
}

/** A step that takes longer, seconds, hangs. */
const LIMIT = 900;

/** Runs all steps, `width` at once, in order but for what must wait; tells `report` of each one that ended. */
export async function runSteps(
  steps: readonly Step[],
  width: number,
  directory: string,
  report: (outcome: Outcome) => void,
): Promise<Counts> {
  const total: Counts = { passed: 0, failed: 0 };
  const waiting = [...steps];
  const ended = new Map<string, boolean>();
  const reports = mkdtempSync(join(tmpdir(), "tstrace-ok-"));
  let wake = (): void => {};
  let changed = new Promise<void>((resolve) => wake = resolve);

  const worker = async (): Promise<void> => {
    while (waiting.length > 0) {
      const index = waiting.findIndex((step) => (step.after ?? []).every((name) => ended.has(name)));
      if (index < 0) {
        await changed;
        continue;
      }
      const [step] = waiting.splice(index, 1);
      const broken = (step.after ?? []).find((name) => ended.get(name) === false);
      const outcome = broken === undefined
        ? await runStep(step, directory, join(reports, `${ended.size}-${waiting.length}.xml`))
        : { name: step.name, passed: 0, failed: 1, seconds: 0, output: `not run: ${broken} failed\n` };
      ended.set(step.name, outcome.failed === 0);
      total.passed += outcome.passed;
      total.failed += outcome.failed;
      report(outcome);
      wake();
      changed = new Promise((resolve) => wake = resolve);
    }
  };
  try {
    await Promise.all(Array.from({ length: width }, worker));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  return total;
}

async function runStep(step: Step, directory: string, reportPath: string): Promise<Outcome> {
  const started = performance.now();
  const { success, output } = await runCommand(step.command(reportPath), directory);
  const seconds = (performance.now() - started) / 1000;
  let counts: Counts = success ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (step.tests) {
    counts = existsSync(reportPath) ? countTests(readFileSync(reportPath, "utf8")) : { passed: 0, failed: 0 };
    // A runner that fails outside of a test, or that finds none, has failed too.
    if (counts.failed === 0 && (!success || counts.passed === 0)) counts.failed = 1;
  }
  return { name: step.name, seconds, output, ...counts };
}

function runCommand(command: readonly string[], directory: string): Promise<{ success: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const add = (chunk: unknown): void => void (output += chunk);
    child.stdout.setEncoding("utf8").on("data", add);
    child.stderr.setEncoding("utf8").on("data", add);
    const timer = setTimeout(() => {
      add(`\nstopped after ${LIMIT} seconds\n`);
      child.kill("SIGKILL");
    }, LIMIT * 1000);
    child.on("error", (error) => add(`${command[0]}: ${error.message}\n`));
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ success: code === 0, output });
    });
  });
}

/** The environment that the gate's commands see: the project's own tools first, nothing that changes how they run. */
export function cleanEnvironment(binaries: string): void {
  for (const name of Object.keys(process.env)) {
    if (/^(NODE_OPTIONS|BUN_OPTIONS|NODE_PATH|TSTRACE_.*|FORCE_COLOR)$/.test(name)) delete process.env[name];
  }
  process.env.PATH = `${binaries}:${process.env.PATH}`;
  process.env.NO_COLOR = "1";
}
