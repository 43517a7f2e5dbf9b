import { argumentsToJson, resultToJson } from "./arguments_json.ts";
import { type CallRow, clockOf, eachCall } from "./call_rows.ts";
import type { Exporter } from "./format.ts";

/** Writes a JSON object a line for each call, its arguments and what came of it as structures. */
export const exportJsonLines: Exporter = (source, sink) => {
  const clock = clockOf(source);
  const { catalogue } = source;
  const functions: string[] = [];
  const describe = (id: number): string => {
    const { name, module, line } = catalogue.function(id);
    return `"module":${JSON.stringify(module)},"func":${JSON.stringify(name)},"line":${line}`;
  };
  const line = (row: CallRow): string => {
    const { id, kind, at, thread, parent, depth, duration, threw, lost } = row;
    const { pid = 0, tid = 0 } = catalogue.threads.get(thread) ?? {};
    let text = `{"id":${id},"kind":"${kind}","time":"${clock.iso(at)}","at":${at},"pid":${pid},"tid":${tid}`;
    if (kind === "lost") return `${text},"lost":${lost ?? 0}}\n`;
    text += `,${functions[row.function] ??= describe(row.function)},"depth":${depth},"parent":${parent}`;
    text += `,"args":${argumentsToJson(row.args, row.data, row.kind === "log" ? 1 : 0)}`;
    if (duration !== null) text += `,"duration":${duration}`;
    const result = resultToJson(row.endArgs, row.endData);
    if (result !== undefined) text += `,"${threw ? "exception" : "result"}":${result}`;
    return `${text}}\n`;
  };
  return { omissions: eachCall(source, true, (row) => sink.text(line(row))), notes: [] };
};
