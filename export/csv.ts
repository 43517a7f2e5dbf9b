import { parseArguments } from "../filter/arguments.ts";
import { type CallRow, clockOf, eachCall } from "./call_rows.ts";
import type { Exporter } from "./format.ts";

const COLUMNS = "id,kind,time,at,pid,tid,module,func,line,depth,parent,args,duration,result,exception,lost";

/** Writes CSV (RFC 4180, lines that end in LF), a line a call, values as they are shown. */
export const exportCsv: Exporter = (source, sink) => {
  const clock = clockOf(source);
  const { catalogue } = source;
  const line = (row: CallRow): string => {
    const { id, kind, at, thread, parent, depth, args, duration, threw, endArgs, lost } = row;
    const { pid = "", tid = "" } = catalogue.threads.get(thread) ?? {};
    const { name, module, line } = catalogue.function(row.function);
    const called = kind === "lost" ? ["", "", ""] : [field(module), field(name), line];
    const list = parseArguments(args).map(({ name, value }) => `${name} = ${value}`).join(", ");
    const end = field(parseArguments(endArgs)[0]?.value ?? "");
    const ended = threw ? ["", end] : [end, ""];
    return [
      id,
      kind,
      clock.iso(at),
      at,
      pid,
      tid,
      ...called,
      depth,
      parent ?? "",
      field(list),
      duration ?? "",
      ...ended,
    ]
      .join(",") + `,${lost ?? ""}\n`;
  };
  sink.text(`${COLUMNS}\n`);
  return { omissions: eachCall(source, false, (row) => sink.text(line(row))), notes: [] };
};

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
