/**
 * Shows that the checks of the tracer can fail: breaks it on purpose, one thing at a time in a copy of the project,
 * and runs the check that has to notice. By hand, as it takes minutes; prints what was not noticed and exits with 1.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "./files.ts";

/** Something broken, and the tests that are to notice. */
interface Break {
  what: string;
  file: string;
  from: string;
  to: string;
  test: string;
  /** Only programs with this in their name. */
  filter?: string;
}

const BREAKS: readonly Break[] = [
  {
    what: "a call goes on after a catch without a word",
    file: "tracer/instrument/visitor.ts",
    from: "this.#edits.open(block.start + 1, `${T}.${probe};`);",
    to: "void probe;",
    test: "tests/random_programs_test.ts",
  },
  {
    what: "a suspended call stays on the stack",
    file: "tracer/activation.ts",
    from: "recordBare(Kind.AWAIT, activation.id, activation.fn, activation.base);",
    to: "recordBare(Kind.AWAIT, activation.id, activation.fn, stackTop());",
    test: "tests/random_programs_test.ts",
  },
  {
    what: "a returned value is not what was returned",
    file: "tracer/probes.ts",
    from: "leave(Kind.RETURN, s, value, UNSEEN);\n  return value;",
    to: "leave(Kind.RETURN, s, value, UNSEEN);\n  return (value === null ? undefined : value) as T;",
    test: "tests/packages_test.ts",
  },
  {
    what: "a parenthesis is missing",
    file: "tracer/instrument/visitor.ts",
    from: `this.#edits.close(node.argument.end, "))");`,
    to: `this.#edits.close(node.argument.end, ")");`,
    test: "tests/parser_corpus_test.ts",
  },
  {
    what: "the text of functions shows probes",
    file: "tracer/function_text.ts",
    from: "  install(restores: boolean): void {",
    to: "  install(restores: boolean): void {\n    if (restores) return;",
    test: "tests/corpus_test.ts",
    filter: "to_string",
  },
  {
    what: "proxies are looked into",
    file: "tracer/snapshot.ts",
    from: "if (js.isProxy(value)) return",
    to: "if (js.isProxy(value) && value === undefined) return",
    test: "tests/corpus_test.ts",
    filter: "hostile_values",
  },
  {
    what: "a line is added",
    file: "tracer/instrument/visitor.ts",
    from: "const ${T}_a=${T}.m(${slot});`",
    to: "const ${T}_a=${T}.m(${slot});\\n`",
    test: "tests/corpus_test.ts",
    filter: "error_stack",
  },
  {
    what: "a loop that waits is left for far outside without a word",
    file: "tracer/instrument/visitor.ts",
    from: "}finally{${this.#probes}.q(${this.#probes}_a)}`",
    to: "}finally{}`",
    test: "tracer/instrument/instrument_test.ts",
  },
  {
    what: "a program that formats stacks is given the columns of instrumented code",
    file: "tracer/call_sites.ts",
    from: "places.column(file, line, at) : at",
    to: "at : at",
    test: "tests/corpus_test.ts",
    filter: "stack_api",
  },
  {
    what: "a message tells of a probe",
    file: "tracer/messages.ts",
    from: "if (message === undefined ||",
    to: "if (message !== undefined ||",
    test: "tests/corpus_test.ts",
    filter: "error_messages",
  },
  {
    what: "functions have other names",
    file: "tracer/instrument/names.ts",
    from: `    case "VariableDeclarator":\n      return expressionName(parent.id);`,
    to: `    case "VariableDeclarator":\n      return undefined;`,
    test: "tests/corpus_test.ts",
    filter: "function_forms",
  },
];

let unnoticed = 0;
for (const { what, file, from, to, test, filter } of BREAKS) {
  const copy = mkdtempSync(join(tmpdir(), "tstrace-broken-"));
  try {
    cpSync(root, copy, { recursive: true, filter: (path) => !/\/(?:node_modules|dist|\.git)$/.test(path) });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const source = readFileSync(join(copy, file), "utf8");
    if (!source.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}: break it some other way`);
    writeFileSync(join(copy, file), source.replace(from, to));
    // With a home of its own, so that broken code does not get into the cache of instrumented code.
    const home = { HOME: copy, DENO_DIR: process.env.DENO_DIR ?? join(homedir(), ".cache", "deno") };
    const env = { ...process.env, ...home, TSTRACE_TEST_FILTER: filter ?? "", TSTRACE_TEST_SEED: "1" };
    const node = join(root, "node_modules", "node24", "bin", "node");
    const result = spawnSync(node, ["--no-warnings", "--test", test], { cwd: copy, env, encoding: "utf8" });
    const failed = /^ℹ fail (\d+)$/m.exec(result.stdout)?.[1] ?? "no";
    const noticed = result.status !== 0 && Number(failed) > 0;
    if (!noticed) unnoticed++;
    console.log(`${noticed ? "noticed" : "NOT NOTICED"}: ${what} (${test} ${filter ?? ""}: ${failed} tests fail)`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
process.exit(unnoticed === 0 ? 0 : 1);
