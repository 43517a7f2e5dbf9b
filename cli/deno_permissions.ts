/**
 * The permissions that the hook needs inside a Deno program: to read tstrace's files and the database, to write the
 * database. They are as narrow as can be, and nothing is added where it would take away or clash.
 *
 * @module
 */

/** Paths that the hook works with. */
export interface TracedPaths {
  database: string;
  /** Files and directories that are read. */
  readable: readonly string[];
  /** Directories that are written to by programs that may call C. */
  shared?: readonly string[];
}

/** Options to put before the script, given what the user put there already. */
export function denoPermissions(userOptions: readonly string[], paths: TracedPaths): string[] {
  // `-A` forbids the narrower options, and an option beside `-P` would replace its set.
  if (hasAll(userOptions) || userOptions.some((option) => /^(-P|--permission-set)(=|$)/.test(option))) return [];
  const { database } = paths;
  const files = [database, `${database}-wal`, `${database}-shm`];
  // Whoever may call C may map files.
  const shared = userOptions.includes("--allow-ffi") ? paths.shared ?? [] : [];
  const options: string[] = [];
  // A bare `--allow-read` allows everything; a second one with paths would narrow it to them.
  if (!hasBare(userOptions, "-R", "--allow-read")) options.push(`--allow-read=${list([...paths.readable, ...files])}`);
  if (!hasBare(userOptions, "-W", "--allow-write")) options.push(`--allow-write=${list([...files, ...shared])}`);
  return options;
}

/** Whether files below `/dev` are out of a program's reach: Deno keeps them to `-A`. */
export function avoidsDevices(userOptions: readonly string[]): boolean {
  return !hasAll(userOptions);
}

function hasAll(options: readonly string[]): boolean {
  return options.some((option) => /^(-[a-zA-Z]*A[a-zA-Z]*|--allow-all)(=|$)/.test(option));
}

function hasBare(options: readonly string[], short: string, long: string): boolean {
  return options.includes(long) || options.some((option) => /^-[a-zA-Z]+$/.test(option) && option.includes(short[1]));
}

/** Deno separates paths by commas and reads a doubled one as a comma. */
function list(paths: readonly string[]): string {
  return paths.map((path) => path.replaceAll(",", ",,")).join(",");
}
