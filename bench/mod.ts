/**
 * All benchmarks: `deno task bench [WORDS]` runs those whose names hold one of the words, prints a table and writes
 * `dist/bench.json`. How to read it: docs/performance.md.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { CONTROLS, macro, startUp } from "./macro.ts";
import { micro } from "./micro.ts";
import { rivals } from "./rivals.ts";
import { root } from "./run.ts";
import { type Figure, table } from "./table.ts";

const suites: Readonly<Record<string, () => Figure[]>> = {
  call: () => [...micro("call"), ...micro("call", "coarse")],
  snapshot: () => micro("snapshot"),
  ring: () => micro("ring"),
  store: () => micro("store"),
  markdown: () => macro("markdown", "marked"),
  pipeline: () => macro("pipeline"),
  http: () => macro("http"),
  control: () => macro("markdown", "marked", CONTROLS),
  "start-up": startUp,
  rivals,
  tsc: () => macro("tsc", "typescript"),
};

function main(): void {
  const words = process.argv.slice(2);
  const packages = join(root, "bench", "packages");
  if (!existsSync(join(packages, "node_modules"))) {
    spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], {
      cwd: packages,
      stdio: "inherit",
    });
  }
  const figures: Figure[] = [];
  for (const [name, suite] of Object.entries(suites)) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const found = suite();
    console.log(table(name, found));
    figures.push(...found.map((figure) => ({ suite: name, ...figure })));
  }
  mkdirSync(join(root, "dist"), { recursive: true });
  const machine = { cpu: cpus()[0]?.model, cpus: cpus().length, platform: `${process.platform} ${process.arch}` };
  const file = join(root, "dist", "bench.json");
  writeFileSync(file, `${JSON.stringify({ date: new Date().toISOString(), machine, figures }, null, 2)}\n`);
  console.log(`written to ${file}`);
}

main();
