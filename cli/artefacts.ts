/**
 * The files that tstrace needs beside itself. Run from source they lie in `dist/`
 * and are built again when a source is newer; the npm package holds them; the executable carries them and unpacks them
 * into the cache directory.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { TstraceError } from "../errors.ts";

/**
 * The files, by name: what goes into the program, its dumper, Node's way to C, and the page of
 * reports.
 */
const NAMES = ["hook.cjs", "dumper.mjs", "koffi.node", "report.html"] as const;
/** What a recording needs. */
const RECORDING: readonly (keyof Artefacts)[] = ["hook.cjs", "dumper.mjs", "koffi.node"];

/** Absolute paths of the files. */
export type Artefacts = Record<typeof NAMES[number], string>;

/** A file that the executable carries. */
export interface EmbeddedFile {
  /** Such as `hook.cjs`. */
  name: string;
  /** SHA-256 in hexadecimal digits. */
  hash: string;
  /** Reads it out of the executable. */
  read: () => Uint8Array;
}

/** What the executable carries. */
export type EmbeddedArtefacts = Record<typeof NAMES[number], EmbeddedFile>;

let embedded: EmbeddedArtefacts | undefined;
let installed: Artefacts | undefined;

/**
 * The executable's entry, which scripts/compile.ts writes, calls this before anything else; from source nobody does.
 *
 * @public
 */
export function setEmbeddedArtefacts(files: EmbeddedArtefacts): void {
  embedded = files;
}

/**
 * The entry of the npm package, which scripts/package.ts writes, calls this before anything else.
 *
 * @public
 */
export function setInstalledArtefacts(paths: Artefacts): void {
  installed = paths;
}

/** Whether this is the executable. */
export function isCompiled(): boolean {
  return embedded !== undefined;
}

/** Where the page of reports is; `fallback` as of `locateArtefacts`. */
export function locateReportPage(fallback: string): string {
  return locate(fallback, ["report.html"])["report.html"];
}

/**
 * Where the files of a recording are, unpacked or built as needed. `fallback` is a directory for them where the cache cannot be
 * written; it must outlive the program.
 * Throws `TstraceError` (1) where they are missing and cannot be made.
 */
export function locateArtefacts(fallback: string): Artefacts {
  return locate(fallback, RECORDING);
}

/** Unpacks those of `names` alone. */
function locate(fallback: string, names: readonly (keyof Artefacts)[]): Artefacts {
  if (installed !== undefined) return installed;
  if (embedded === undefined) return fromSource(fileURLToPath(new URL("..", import.meta.url)));
  const files = embedded;
  const unpackAll = (directory: string): Artefacts =>
    pathsOf((name) => names.includes(name) ? unpack(files[name], directory) : "");
  const cache = cacheDirectory(process.env);
  try {
    return unpackAll(cache === undefined ? fallback : join(cache, "files"));
  } catch {
    return unpackAll(fallback);
  }
}

/** tstrace's directory in the user's cache; it need not exist. Undefined for a user without a home. */
export function cacheDirectory(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const base = environment.XDG_CACHE_HOME;
  if (base?.startsWith("/")) return join(base, "tstrace");
  try {
    return join(homedir(), ".cache", "tstrace");
  } catch {
    // No HOME, and nobody in /etc/passwd, as in a bare container.
    return undefined;
  }
}

/**
 * Puts `file` into `directory` under a name with its hash, unless it is there already and whole; returns its path.
 * Several processes may do so at once.
 */
export function unpack(file: EmbeddedFile, directory: string): string {
  const path = join(directory, `${file.hash.slice(0, 16)}-${file.name}`);
  if (hashOf(path) === file.hash) return path;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, file.read(), { mode: 0o600 });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return path;
}

function pathsOf(path: (name: keyof Artefacts) => string): Artefacts {
  return Object.fromEntries(NAMES.map((name) => [name, path(name)])) as Artefacts;
}

function hashOf(path: string): string | undefined {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    return undefined;
  }
}

const SOURCE_FOLDERS = [".", "tracer", "runtime", "ring", "proto", "dumper", "store", "report"];

function fromSource(root: string): Artefacts {
  const paths = pathsOf((name) => join(root, "dist", name));
  const built = Math.min(...Object.values(paths).map(modified));
  if (built > 0 && built >= newestSource(root)) return paths;
  const script = join(root, "scripts", "build.ts");
  const deno = process.versions.deno !== undefined ? ["run", "-A"] : [];
  const env = { ...process.env, NODE_OPTIONS: "", BUN_OPTIONS: "" };
  const result = spawnSync(process.execPath, [...deno, script], { encoding: "utf8", env });
  if (result.status === 0) return paths;
  const state = built > 0 ? "older than their sources" : "missing";
  const reason = `${result.stderr ?? result.error}`.trim().split("\n")[0];
  throw new TstraceError(`${NAMES.join(", ")} in dist/ are ${state} and could not be built (${reason}): npm ci`);
}

/** Milliseconds since 1970, 0 for a file that is not there. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSource(root: string): number {
  let newest = 0;
  for (const folder of SOURCE_FOLDERS) {
    for (const name of readdirSync(join(root, folder), { recursive: folder !== "." }) as string[]) {
      const source = /\.(ts|css|html)$/.test(name) && !name.endsWith("_test.ts");
      if (source) newest = Math.max(newest, modified(join(root, folder, name)));
    }
  }
  return newest;
}
