import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A test of tc39/test262 as its front matter describes it. */
export interface ConformanceTest {
  /** Path below the clone, such as `test/language/…/x.js`. */
  path: string;
  source: string;
  /** Files of `harness/` that it needs. */
  includes: string[];
  module: boolean;
  /** Whether it runs as it stands, without harness. */
  raw: boolean;
  async: boolean;
  /** Whether it is meant not to parse. */
  early: boolean;
  /** Whether it runs as strict code, as sloppy code, or as both. */
  strict: boolean;
  sloppy: boolean;
}

const FRONT_MATTER = /\/\*---([^]*?)---\*\//;

/** Reads a test of the clone. */
export function readTest(clone: string, path: string): ConformanceTest {
  return parseTest(path, readFileSync(join(clone, path), "utf8"));
}

/** Reads what a test's front matter, a little YAML, says of how it is to be run. */
export function parseTest(path: string, source: string): ConformanceTest {
  const front = FRONT_MATTER.exec(source)?.[1] ?? "";
  const flags = list(front, "flags");
  const module = flags.includes("module");
  const raw = flags.includes("raw");
  const async = flags.includes("async");
  const own = list(front, "includes");
  const includes = raw ? [] : ["assert.js", "sta.js", ...(async ? ["doneprintHandle.js"] : []), ...own];
  return {
    path,
    source,
    includes: [...new Set(includes)],
    module,
    raw,
    async,
    early: /^ +phase: (?:parse|resolution)/m.test(front),
    strict: !module && !raw && !flags.includes("noStrict"),
    sloppy: !module && !flags.includes("onlyStrict"),
  };
}

function list(front: string, key: string): string[] {
  const inline = new RegExp(`^${key}: *\\[([^\\]]*)\\]`, "m").exec(front);
  if (inline) return inline[1].split(",").map((word) => word.trim()).filter(Boolean);
  const block = new RegExp(`^${key}: *\\n((?: +- .*\\n?)+)`, "m").exec(front);
  return block ? block[1].split("\n").map((line) => line.replace(/^ +- */, "").trim()).filter(Boolean) : [];
}
