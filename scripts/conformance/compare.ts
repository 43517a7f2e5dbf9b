import { followCalls } from "../../tests/trace_rules.ts";
import type { Outcome } from "./host.ts";
import type { ConformanceTest } from "./test_file.ts";

/**
 * What differs: the exit status, what was printed, which exception ended it, the rest of its text, that text for a
 * program that does not parse, nothing in it but stack frames of the runtime itself; what the records say; what the
 * tracer says.
 */
type Kind = "status" | "output" | "error" | "error text" | "early error text" | "runtime frames" | "records" | "tracer";

/** How a traced test differs from the untraced one. */
export interface Difference {
  kind: Kind;
  plain: string;
  traced: string;
}

/** The differences between a test untraced and traced; of those in what was printed, the gravest. */
export function compare(test: ConformanceTest, plain: Outcome, traced: Outcome): Difference[] {
  const differences: Difference[] = [];
  const own = traced.stderr.split("\n").filter((line) => line.startsWith("tstrace:"));
  const stderr = traced.stderr.split("\n").filter((line) => !line.startsWith("tstrace:")).join("\n");
  const [before, after] = [errorOf(plain.stderr), errorOf(stderr)];
  const inShort = (text: string): string => JSON.stringify(text.slice(0, 600));
  if (plain.status !== traced.status) {
    differences.push({ kind: "status", plain: `${plain.status} ${before}`, traced: `${traced.status} ${after}` });
  } else if (plain.stdout !== traced.stdout) {
    differences.push({ kind: "output", plain: inShort(plain.stdout), traced: inShort(traced.stdout) });
  } else if (plain.stderr !== stderr) {
    const kind = test.early
      ? "early error text"
      : before !== after
      ? "error"
      : ownFrames(plain.stderr) !== ownFrames(stderr)
      ? "error text"
      : "runtime frames";
    differences.push({ kind, plain: inShort(plain.stderr), traced: inShort(stderr) });
  }
  // A module that does not parse is said to run untraced. Any other word of the tracer is news.
  const news = own.filter((line) => plain.status === 0 || line.includes("failed"));
  if (news.length > 0) differences.push({ kind: "tracer", plain: "", traced: news.join("; ") });
  if (traced.steps) {
    const { problems, running } = followCalls(traced.steps);
    const broken = [...problems, ...(plain.status === 0 ? running.map((name) => `${name} has no end`) : [])];
    if (broken.length > 0) differences.push({ kind: "records", plain: "", traced: broken.slice(0, 4).join("; ") });
  }
  return differences;
}

/** The line that names the exception. */
function errorOf(stderr: string): string {
  return stderr.split("\n").find((line) => /^(?:\S+ )*\w*(?:Error|Exception)\b/.test(line)) ?? "";
}

/** The text without stack frames that lie in the runtime. */
function ownFrames(stderr: string): string {
  return stderr.split("\n").filter((line) => !/^ +at .*\b(?:node|ext):/.test(line)).join("\n");
}
