/**
 * Runs the tests of a clone of https://github.com/tc39/test262, each in a process of its own, untraced and traced,
 * and prints each test whose result differs, or whose records do not make sense.
 *
 *     node scripts/conformance.ts DIR [--runtime deno,bun,node24,node26] [--filter WORD] [--sample N] [--strict]
 *                                     [--state DIR] [--jobs N] [--realms | --modules]
 *
 * With `--realms`, scripts run in realms of one process a runtime: minutes instead of hours, and less to see. With
 * `--modules`, only ES modules run, of which realms know nothing.
 * A script runs as a CommonJS module, as that is what a program's scripts are. Results are kept in the state
 * directory: what has been run with the same tracer is not run again.
 *
 * @module
 */
import { parseArgs } from "node:util";
import process from "node:process";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runInRealms } from "./conformance/in_realms.ts";
import { runConformance } from "./conformance/run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runtime: { type: "string", default: "deno,bun,node24,node26" },
    filter: { type: "string", default: "" },
    sample: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    strict: { type: "boolean", default: false },
    state: { type: "string", default: join(tmpdir(), "tstrace-conformance") },
    modules: { type: "boolean", default: false },
    realms: { type: "boolean", default: false },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});

if (positionals.length !== 1) {
  console.error(
    "usage: conformance.ts DIR [--runtime NAMES] [--filter WORD] [--sample N] [--strict] [--state DIR] [--realms | --modules]",
  );
  process.exit(2);
}

const failed = await (values.realms ? runInRealms : runConformance)({
  clone: resolve(positionals[0]),
  runtimes: values.runtime.split(","),
  filter: values.filter,
  sample: Number(values.sample),
  seed: Number(values.seed),
  strict: values.strict,
  modules: values.modules,
  state: resolve(values.state),
  jobs: Number(values.jobs),
});
process.exit(failed ? 1 : 0);
