/** `tstrace ctl`: tells a recording that runs what to record from now on. @module */
import { Argument, Command } from "commander";
import { writeSync } from "node:fs";
import process from "node:process";
import { TstraceError } from "../errors.ts";
import type { ControlState } from "../dumper/mod.ts";
import type { StoreReader } from "../store/mod.ts";
import type { RecordingControls } from "./controls.ts";
import { databaseOption } from "./option_values.ts";
import { grouped } from "./summary.ts";

const ACTIONS = ["pause", "resume", "mute", "unmute", "status"] as const;
type Action = typeof ACTIONS[number];

const HELP = `
Actions:
  pause     record nothing for now; calls that run are recorded when they end
  resume    go on
  mute      record these functions no longer: fib, Cart, Cart.*, *.render
  unmute    record these again as they were given, or all
  status    show what holds, and how many calls were not recorded

It holds in all processes and threads of the recording, also in those that start later. How many calls of a muted
function there were is counted; when something was paused or muted is told among the traces, as events.

Examples:
  tstrace ctl mute linePrice 'Cart.*'
  tstrace ctl status --json`;

/** Makes the command. */
export function ctlCommand(): Command {
  const command = new Command("ctl")
    .summary("pause a recording that runs, or mute functions")
    .description("Tells the recording that runs into the database what to record from now on.")
    .addArgument(new Argument("<action>", "what to do").choices(ACTIONS))
    .argument("[functions...]", "mute, unmute: which")
    .helpOption("-h, --help", "show this help")
    .addOption(databaseOption())
    .option("--json", "status: print one JSON object")
    .addHelpText("after", HELP);
  return command.action(async (action: Action, functions: readonly string[]) => {
    const { db, json } = command.opts<{ db: string; json?: true }>();
    const takes = action === "mute" || action === "unmute";
    if (!takes && functions.length > 0) throw new TstraceError(`tstrace ctl ${action} takes no functions`, 2);
    if (action === "mute" && functions.length === 0) throw new TstraceError("name the functions to mute", 2);
    if (json && action !== "status") throw new TstraceError("--json is for tstrace ctl status", 2);
    const { RecordingControls } = await import("./controls.ts");
    const controls = RecordingControls.of(db);
    if (controls === undefined) {
      throw new TstraceError(`no recording into ${db} is running: start one with tstrace run, or name its --db`);
    }
    const { openReader } = await import("../store/mod.ts");
    const reader = openReader(db);
    const before = reader.last();
    try {
      if (await act(action, functions, controls)) await untilTold(reader, before);
    } finally {
      reader.close();
    }
    if (action !== "status") return;
    const status = await readStatus(controls.state, db);
    writeSync(1, json ? `${JSON.stringify(status, undefined, 2)}\n` : renderStatus(status));
  });
}

/** How long (ms) it may take until what was said holds, and how often it is looked whether it does. */
const PATIENCE_MS = 1000;
const LOOK_EVERY_MS = 5;

/** Waits until what was said is told among the traces: from then on it holds. */
async function untilTold(reader: StoreReader, before: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  const told = "SELECT 1 FROM traces WHERE id > ? AND kind = 3 AND function IS NULL AND args LIKE ?";
  while (reader.query(told, [before, '%"tstrace %']).length === 0) {
    if (performance.now() > deadline) {
      writeSync(2, "tstrace: not confirmed yet: it holds as soon as the recording is taken up again\n");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Does so; returns whether that changes anything. */
async function act(action: Action, functions: readonly string[], controls: RecordingControls): Promise<boolean> {
  const { mutedByName } = await import("./controls.ts");
  const before = JSON.stringify(controls.state);
  if (action === "pause" || action === "resume") controls.pause(action === "pause");
  if (action === "mute") controls.mute(functions.map(mutedByName));
  const unknown = action === "unmute" ? controls.unmute(functions) : [];
  if (unknown.length > 0) writeSync(2, `tstrace: was not muted: ${unknown.join(", ")}\n`);
  return JSON.stringify(controls.state) !== before;
}

/** What holds in a recording that runs. */
interface Status {
  database: string;
  paused: boolean;
  /** As they were given. */
  muted: string[];
  traces: number;
  lost: number;
  /** How many traces have less of values than was asked for, and whether those that come now do. */
  shallow: { traces: number; now: boolean };
  /** The functions of which calls were not recorded, and how many. */
  held: { func: string; module: string; muted: number; counted: number; kept: number }[];
}

async function readStatus({ paused, muted }: ControlState, db: string): Promise<Status> {
  const { openReader } = await import("../store/mod.ts");
  const { resolve } = await import("node:path");
  const reader = openReader(db);
  try {
    const rows = reader.query("SELECT func, module, muted, counted, kept FROM held ORDER BY muted + counted DESC", []);
    const held = rows.map((row) => ({
      ...{ func: String(row.func ?? "(others)"), module: String(row.module ?? "") },
      ...{ muted: Number(row.muted), counted: Number(row.counted), kept: Number(row.kept) },
    }));
    const shallow = reader.query(
      "SELECT ifnull(sum(shallow), 0) AS traces, ifnull(max(detail), 0) AS detail FROM threads",
      [],
    );
    const [{ traces, detail }] = shallow.map((row) => ({ traces: Number(row.traces), detail: Number(row.detail) }));
    const database = resolve(process.cwd(), db);
    return {
      ...{ database, paused, muted: muted.map(({ text }) => text) },
      ...{ traces: reader.last(), lost: reader.lost(), shallow: { traces, now: detail > 0 }, held },
    };
  } finally {
    reader.close();
  }
}

function renderStatus({ database, paused, muted, traces, lost, shallow, held }: Status): string {
  const lines = [
    `${paused ? "paused" : "recording"} ${database}`,
    `${grouped(traces)} traces so far, ${grouped(lost)} lost`,
    `muted: ${muted.length === 0 ? "nothing" : muted.join(", ")}`,
    ...(shallow.traces > 0
      ? [`${grouped(shallow.traces)} traces with less of values, ${shallow.now ? "now too" : "not now"}`]
      : []),
    ...held.map(({ func, module, muted, counted, kept }) => {
      const parts = [
        muted > 0 ? `${grouped(muted)} muted` : "",
        counted > 0 ? `${grouped(counted)} counted, ${kept} kept` : "",
      ];
      return `  ${func} ${module}: ${parts.filter(Boolean).join(", ")}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
