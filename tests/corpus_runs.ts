/**
 * Runs many programs with one start of tstrace: a shell runs them, a few at a time, each in a process of its own.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Result, root, run, runTstrace, type Target } from "./runtimes.ts";

/** A program of the corpus. */
export interface Program {
  /** Path below `tests/corpus`, without ending; a directory's `main` has the name of the directory. */
  name: string;
  /** Path below `tests/corpus`. */
  file: string;
  /** Runtimes that can run it untraced, by the names that `// runtimes:` gives them. */
  runtimes: readonly string[];
  /** What is known to differ when it is traced, by runtime: `stdout`, `stderr`, `status`, `records`. */
  differs: ReadonlyMap<string, readonly string[]>;
  /** Its expected trace, where that is pinned. */
  trace: string | undefined;
}

/** What came of a program. */
export interface ProgramRun extends Pick<Result, "stdout" | "stderr"> {
  status: string;
  pid: number;
}

/** Where the corpus lies. */
export const corpus: string = join(root, "tests", "corpus");

const RUNTIMES = ["deno", "bun", "node24", "node26"];
const ENDING = /\.[cm]?[jt]sx?$/;

/** The name that a program's first line has for a runtime. */
export function shortName(target: Target): string {
  return target.name.toLowerCase().replace(" ", "");
}

/** All programs: what lies in the corpus itself, and each `main` in a directory of it. */
export function findPrograms(): Program[] {
  const files = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((path) =>
    ENDING.test(path) && (!path.includes("/") || /^[^/]+\/main\./.test(path))
  );
  return files.sort().map((file) => {
    const name = file.replace(/\/main\./, ".").replace(ENDING, "");
    const head = readFileSync(join(corpus, file), "utf8").slice(0, 1500);
    const [, runtimes] = /^\/\/ runtimes: (.*)$/m.exec(head) ?? [];
    const trace = join(corpus, `${name}.trace`);
    const differs = new Map<string, string[]>();
    for (const [, where, what] of head.matchAll(/^\/\/ differs in (.*): (.*) - .*$/gm)) {
      for (const runtime of where.split(" ")) differs.set(runtime, [...differs.get(runtime) ?? [], ...what.split(" ")]);
    }
    return {
      ...{ name, file, differs, runtimes: runtimes?.split(" ") ?? RUNTIMES },
      trace: readdirSync(corpus).includes(`${name}.trace`) ? readFileSync(trace, "utf8") : undefined,
    };
  });
}

const ONE = `out=$1; shift
timeout 30 sh -c 'echo $$ > "$0.pid"; exec "$@"' "$out" "$@" > "$out.out" 2> "$out.err" < /dev/null
echo $? > "$out.status"
`;

/** Runs the programs in one runtime, from `directory`; traced, where there are options for `tstrace run`. */
export function runPrograms(
  programs: readonly Pick<Program, "name" | "file">[],
  target: Target,
  directory: string,
  results: string,
  options?: readonly string[],
): Map<string, ProgramRun> {
  mkdirSync(results, { recursive: true });
  const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(" ");
  writeFileSync(join(results, "one.sh"), ONE);
  const lines = programs.map(({ name, file }) =>
    quoted(["sh", join(results, "one.sh"), join(results, name), ...target.plain, file])
  );
  writeFileSync(join(results, "list"), lines.map((line) => `${line}\n`).join(""));
  const parallel = `tr '\\n' '\\0' < '${join(results, "list")}' | xargs -0 -P 3 -I LINE sh -c LINE`;
  const command = ["sh", "-c", parallel];
  const { status, stderr } = options === undefined
    ? run(command, { cwd: directory })
    : runTstrace(["run", ...options, ...command], { cwd: directory });
  if (status !== 0) throw new Error(`the programs were not run: ${stderr}`);
  const read = (name: string, what: string): string => readFileSync(join(results, `${name}.${what}`), "utf8");
  return new Map(programs.map(({ name }) => [name, {
    stdout: read(name, "out"),
    stderr: read(name, "err"),
    status: read(name, "status").trim(),
    pid: Number(read(name, "pid")),
  }]));
}

/** What `make` gives, made once, even if it fails. */
export function once<T>(make: () => T): () => T {
  let result: { value: T } | { error: unknown } | undefined;
  return () => {
    try {
      result ??= { value: make() };
    } catch (error) {
      result = { error };
    }
    if ("error" in result) throw result.error;
    return result.value;
  };
}
