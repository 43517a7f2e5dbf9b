/** `tstrace doctor`: what tstrace finds here, and what is missing. @module */
import { Command } from "commander";
import { writeSync } from "node:fs";
import process from "node:process";
import type { DirectoryReport, LeftOver, RuntimeReport } from "./examine.ts";
import { version } from "./version.ts";

/** All that the doctor finds. */
export interface Findings {
  version: string;
  system: string;
  runtimes: RuntimeReport[];
  /** Where rings are made; `free` in bytes. */
  memory: { path: string; free: number };
  cache: DirectoryReport | null;
  leftOver: LeftOver[];
}

/** Makes the command. */
export function doctorCommand(): Command {
  const command = new Command("doctor")
    .summary("say which runtimes can be traced, and what is missing")
    .description("Says which runtimes are found, how their traces leave the program, and what tstrace keeps on disk.")
    .helpOption("-h, --help", "show this help")
    .option("--json", "print JSON");
  return command.action(async () => {
    const findings = await examine();
    const text = command.opts<{ json?: true }>().json
      ? `${JSON.stringify(findings, undefined, 2)}\n`
      : renderFindings(findings);
    writeSync(1, text);
  });
}

async function examine(): Promise<Findings> {
  const { examineCache, examineMemory, examineRuntimes, findLeftOvers } = await import("./examine.ts");
  // First, as tracing itself makes such directories.
  const leftOver = findLeftOvers();
  const memory = examineMemory();
  const runtimes = await examineRuntimes();
  return { version, system: `${process.platform} ${process.arch}`, runtimes, memory, cache: examineCache(), leftOver };
}

/** A ring for each thread has to fit: below that (bytes) a program with some threads does not. */
const LITTLE_MEMORY = 128 * 1024 ** 2;

/** The findings as text. */
export function renderFindings(findings: Findings): string {
  const { runtimes, memory, cache, leftOver } = findings;
  const little = memory.free < LITTLE_MEMORY ? ", which is little: use a smaller --ring-size" : "";
  const lines = [
    `tstrace ${findings.version} on ${findings.system}`,
    "",
    "runtimes",
    ...runtimes.flatMap(runtimeLines),
    "",
    `rings      ${memory.path}, ${megabytes(memory.free)} free${little}`,
    `cache      ${
      cache === null
        ? "none, as this user has no home"
        : `${cache.path}, ${megabytes(cache.bytes)} in ${cache.files} files`
    }`,
    `left over  ${leftOver.length === 0 ? "nothing" : "recordings that were cut off, which tstrace recover stores:"}`,
    ...leftOver.map(({ path, command, bytes }) => `           ${path}: ${command}, ${megabytes(bytes)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function runtimeLines({ name, kind, path, version, transport, transportWithoutFfi, problem }: RuntimeReport): string[] {
  if (path === null) return [`  ${name.padEnd(9)}missing: ${problem}`];
  const shown = name === "embedded" ? `${kind} ${version ?? "?"}, in tstrace itself` : `${version ?? "?"}, ${path}`;
  const reason = transport === "shared" || problem === null ? "" : `: ${problem}`;
  return [
    `  ${name.padEnd(9)}${shown}`,
    `  ${" ".repeat(9)}${describeWay(transport)}${reason}`,
    ...(kind === "deno" ? [`  ${" ".repeat(9)}without --allow-ffi or -A: ${describeWay(transportWithoutFfi)}`] : []),
  ];
}

function describeWay(way: RuntimeReport["transport"]): string {
  if (way === null) return "cannot be traced";
  return way === "shared" ? "traces leave by shared memory" : "traces are stored by a worker inside the program";
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
