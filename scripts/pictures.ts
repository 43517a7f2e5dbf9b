/**
 * Takes the pictures of the reader in `docs/pictures/`: each is what a terminal shows after some keys.
 * `deno task pictures`; with `--check` nothing is written, and it exits with 1 where a picture is not what the reader
 * shows now.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Outcome, Scenario, Step } from "../tests/reader_protocol.ts";
import type { StyledRun } from "../tests/reader_styles.ts";
import { bunExecutable, plainEnvironment } from "./bundler.ts";
import { root } from "./files.ts";
import { recordShop } from "./pictures/database.ts";
import { renderSvg } from "./pictures/svg.ts";

/** A picture: what is typed into the reader, and what it then shows. */
interface Picture {
  name: string;
  title: string;
  steps: Step[];
}

const COLUMNS = 120;
const LINES = 24;
// What is counted beside the screen is waited for in the status line, as it comes when it comes.
const BEGIN: Step = { wait: "^ 1-\\d+ of \\d+ +\\d+ % +traces" };

const PICTURES: readonly Picture[] = [
  { name: "reader", title: "tstrace", steps: [BEGIN] },
  {
    name: "search",
    title: "tstrace: a search for OutOfStock",
    steps: [BEGIN, { send: "/OutOfStock\r" }, { wait: "hit 1 of \\d+ +traces" }, { marked: "OutOfStock" }],
  },
  {
    name: "details",
    title: "tstrace: all that is known of a call that threw",
    steps: [BEGIN, { send: "e" }, { wait: "OutOfStock" }, { send: "\t" }, { wait: "Called from" }],
  },
  {
    name: "filter",
    title: "tstrace: a filter on arguments",
    steps: [
      BEGIN,
      { send: "&func == 'Cart.add' and arg.item.sku == 'cup'\r" },
      { wait: "\\(END\\) +filter" },
    ],
  },
];

/** The screen of the reader at the end of `steps`. */
function screen(database: string, steps: Step[]): StyledRun[][] {
  const scenario: Scenario = {
    command: [bunExecutable, join(root, "main.ts"), "read", "--db", database],
    columns: COLUMNS,
    lines: LINES,
    env: { TZ: "UTC", LANG: "C.UTF-8", COLORTERM: "" },
    database,
    steps: [...steps, { keep: "picture" }, { signal: "SIGTERM" }, { exit: true }],
  };
  const { stdout, stderr } = spawnSync(bunExecutable, [join(root, "tests", "reader_terminal.ts")], {
    input: JSON.stringify(scenario),
    encoding: "utf8",
    env: { ...plainEnvironment(), NO_COLOR: undefined },
    cwd: root,
    maxBuffer: 64 * 1024 ** 2,
    timeout: 60_000,
  });
  if (stdout === "") throw new Error(`the terminal failed: ${stderr}`);
  const { kept, failure }: Outcome = JSON.parse(stdout);
  if (failure !== null || kept.picture === undefined) throw new Error(`the reader did not get there: ${failure}`);
  return kept.picture.runs;
}

const directory = join(root, "docs", "pictures");
const isCheck = process.argv.includes("--check");
const temporary = mkdtempSync(join(tmpdir(), "tstrace-pictures-"));
try {
  const database = join(temporary, "traces.sqlite");
  recordShop(database);
  mkdirSync(directory, { recursive: true });
  const stale: string[] = [];
  for (const { name, title, steps } of PICTURES) {
    const path = join(directory, `${name}.svg`);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const svg = renderSvg(screen(database, steps), { title, columns: COLUMNS });
    if (svg === before) continue;
    if (isCheck) stale.push(`docs/pictures/${name}.svg`);
    else writeFileSync(path, svg);
  }
  const known = new Set(PICTURES.map(({ name }) => `${name}.svg`));
  stale.push(...readdirSync(directory).filter((file) => !known.has(file)).map((file) => `docs/pictures/${file}`));
  if (stale.length > 0) {
    console.error(`not what the reader shows now: ${stale.join(", ")}: run deno task pictures`);
    process.exitCode = 1;
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
