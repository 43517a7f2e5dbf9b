/**
 * Which runtime a script runs in.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import { isCompiled } from "./artefacts.ts";
import { findOnPath } from "./executables.ts";
import { findProject, type ProjectMarker } from "./project.ts";
import { recall, remember } from "./remembered.ts";

/** A runtime: one that is installed, or the one that tstrace itself runs in. */
export type RuntimeName = "deno" | "bun" | "node" | "embedded";

/** What `--runtime` takes. */
export const RUNTIME_CHOICES: readonly string[] = ["auto", "deno", "bun", "node", "embedded"];

/** A runtime and how to start it. */
export interface RuntimeChoice {
  name: RuntimeName;
  /** Whose options it takes and how it loads modules; `embedded` is one of the other three. */
  kind: "deno" | "bun" | "node";
  executable: string;
  /** Added to the environment of the program. */
  environment: Readonly<Record<string, string>>;
  /** What the user should be told about the choice. */
  note?: string;
}

/** What the choice depends on. The defaults are this process'; tests give their own. */
export interface RuntimeSurroundings {
  searchPath: string | undefined;
  nodeVersion: (executable: string) => string;
}

const MINIMUM_NODE = [22, 15] as const;
/** The runtimes that are looked for on PATH, in this order. */
export const INSTALLED = ["deno", "bun", "node"] as const;
const OWN_SURROUNDINGS: RuntimeSurroundings = { searchPath: process.env.PATH, nodeVersion: readNodeVersion };

/**
 * Chooses the runtime for a script in `directory`. `wanted` is what `--runtime` says; with `auto` the project's files
 * decide, then what is found on PATH, and the embedded one comes last.
 * Throws `TstraceError` (1) where the one that was asked for is missing or too old.
 */
export function chooseRuntime(
  wanted: string,
  directory: string,
  surroundings: RuntimeSurroundings = OWN_SURROUNDINGS,
): RuntimeChoice {
  if (wanted === "embedded") return embeddedRuntime();
  if (wanted !== "auto") {
    const found = findInstalled(wanted as typeof INSTALLED[number], surroundings);
    if (typeof found !== "string") return found;
    throw new TstraceError(`the script was to run in ${wanted}, but ${found}`);
  }
  const marker = findProject(directory);
  const order = marker === undefined ? INSTALLED : [marker.runtime, ...INSTALLED];
  let problem: string | undefined;
  for (const name of order) {
    const found = findInstalled(name, surroundings);
    if (typeof found !== "string") return { ...found, note: note(marker, problem, found.name) };
    if (name === marker?.runtime) problem ??= found;
  }
  const found = embeddedRuntime();
  // One that is there but cannot be used is worth a word, where no project asks for another.
  if (marker === undefined && findOnPath("node", surroundings.searchPath) !== undefined) {
    return { ...found, note: `${findInstalled("node", surroundings)}: running in the embedded ${found.kind}` };
  }
  return { ...found, note: note(marker, problem, `the embedded ${found.kind}`) };
}

function note(marker: ProjectMarker | undefined, problem: string | undefined, instead: string): string | undefined {
  return problem === undefined
    ? undefined
    : `${marker?.file} asks for ${marker?.runtime}, but ${problem}: running in ${instead}`;
}

/** The runtime, or in words what is wrong with it. */
export function findInstalled(
  name: typeof INSTALLED[number],
  surroundings: RuntimeSurroundings = OWN_SURROUNDINGS,
): RuntimeChoice | string {
  const executable = findOnPath(name, surroundings.searchPath);
  if (executable === undefined) return `there is no ${name} on PATH`;
  if (name === "node") {
    const version = surroundings.nodeVersion(executable);
    const [major, minor] = version.split(".").map(Number);
    const recent = major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
    if (!recent) return `the node on PATH is ${version || "broken"} and not ${MINIMUM_NODE.join(".")} or newer`;
  }
  return { name, kind: name, executable, environment: {} };
}

/** The runtime of this very process. The executable acts as a plain Bun where `BUN_BE_BUN` is set. */
export function embeddedRuntime(): RuntimeChoice {
  const versions: Record<string, string | undefined> = process.versions;
  const kind = versions.deno !== undefined ? "deno" : versions.bun !== undefined ? "bun" : "node";
  const environment: Record<string, string> = isCompiled() ? { BUN_BE_BUN: "1" } : {};
  return { name: "embedded", kind, executable: process.execPath, environment };
}

/** Kind of what is remembered: the versions of files of Node. */
const VERSIONS = "node-versions";

function readNodeVersion(executable: string): string {
  const identity = identityOf(executable);
  const known = identity && recall(VERSIONS, identity);
  if (known) return known;
  const version = askVersion(executable);
  if (identity && version) remember(VERSIONS, identity, version);
  return version;
}

/** What tells a file of Node from others; undefined for what may start one version here and another there. */
function identityOf(executable: string): string | undefined {
  try {
    const path = realpathSync(executable);
    const { ino, size, mtimeMs } = statSync(path);
    // Version managers put a script or a small program of theirs in its place.
    return /^node(\.exe)?$/.test(basename(path)) && size > 10e6 ? `${path} ${ino} ${size} ${mtimeMs}` : undefined;
  } catch {
    return undefined;
  }
}

function askVersion(executable: string): string {
  try {
    const env = { ...process.env, NODE_OPTIONS: "" };
    return execFileSync(executable, ["--version"], { encoding: "utf8", env }).trim().replace(/^v/, "");
  } catch {
    return "";
  }
}
