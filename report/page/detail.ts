import { parseArguments } from "../../filter/arguments.ts";
import { visible } from "../../filter/visible.ts";
import { formatDuration } from "../../reader/duration.ts";
import { type Child, element, link } from "./dom.ts";
import type { CallPlace, Model } from "./model.ts";
import { Flag } from "./thread.ts";

/** So many of the calls that a call made are listed. */
const MAX_CHILDREN = 50;
/** And so many of those that led to it. */
const MAX_PARENTS = 50;

/** What the detail of a call can ask for. */
export interface DetailActions {
  go(place: CallPlace): void;
  zoom(place: CallPlace): void;
  /** The next call of the same function, or the one before. */
  step(place: CallPlace, forward: boolean): void;
}

/** What a screen reader says of a call. */
export function describeCall(model: Model, { thread, call }: CallPlace): string {
  const data = model.threads[thread];
  const name = (call: number): string => visible(model.meta.functions[data.func[call]][0]);
  const parent = data.parent[call] < 0 ? "" : `, called by ${name(data.parent[call])}`;
  const end = data.flags[call] & Flag.THREW ? ", threw" : data.flags[call] & Flag.ENDED ? "" : ", without an end";
  const at = formatDuration(data.began[call] - model.meta.from);
  return `${name(call)}, ${formatDuration(data.duration(call))}${end}${parent}, at ${at}`;
}

/** All that is known of a call; its values come as soon as they are read. */
export async function showCall(model: Model, place: CallPlace, host: HTMLElement, actions: DetailActions) {
  const { meta } = model;
  const { thread, call } = place;
  const data = model.threads[thread];
  const [name, module, line] = meta.functions[data.func[call]];
  const flags = data.flags[call];
  const { running, self } = data.running(call);
  const duration = data.duration(call);
  const values = element("div", { "aria-busy": "true" });
  const id = element("td", {}, "…");
  const gap = data.hasGap(call) ? " * (records were lost meanwhile)" : "";
  const rows: [string, Child][] = [
    ["began", `${formatDuration(data.began[call] - meta.from)}, ${wallClock(meta.startedMs, data.began[call])}`],
    ["took", (flags & Flag.ENDED ? formatDuration(duration) : "no end was recorded") + gap],
    ...duration - running >= 1 ? [["waited", formatDuration(duration - running)] as [string, string]] : [],
    ["on the stack", formatDuration(running)],
    ["self", formatDuration(self)],
    ["thread", `${data.info.pid}/${data.info.tid} ${visible(data.info.name)}`],
    ["process", visible(data.info.process)],
  ];
  const facts = element(
    "table",
    {},
    element(
      "tbody",
      {},
      ...rows.map(([head, value]) =>
        element("tr", {}, element("th", { scope: "row" }, head), element("td", {}, value))
      ),
      element("tr", {}, element("th", { scope: "row" }, "trace"), id),
    ),
  );
  const button = (text: string, onclick: () => void): HTMLElement =>
    element("button", { type: "button", onclick }, text);
  host.replaceChildren(
    element("h2", {}, visible(name)),
    element("p", { class: "faint" }, visible(line > 0 ? `${module}:${line}` : module)),
    element(
      "div",
      { class: "buttons" },
      button("Zoom to it", () => actions.zoom(place)),
      button("Previous call of it", () => actions.step(place, false)),
      button("Next call of it", () => actions.step(place, true)),
    ),
    values,
    facts,
    ...relatives(model, place, actions),
  );
  const [given, result, trace] = await Promise.all([
    model.values[thread].text(data.beginEvent[call]),
    flags & Flag.ENDED ? model.values[thread].text(data.endEvent[call]) : null,
    model.values[thread].id(call),
  ]);
  id.textContent = String(trace);
  values.replaceChildren(
    ...valueTable("Arguments", given),
    ...flags & Flag.ENDED ? valueTable(flags & Flag.THREW ? "Exception" : "Result", result) : [],
  );
  values.removeAttribute("aria-busy");
}

/** Named values, or why there are none. */
export function valueTable(title: string, text: string | null | undefined): HTMLElement[] {
  const head = element("h3", {}, title);
  if (text === undefined) return [head, element("p", { class: "faint" }, "left out of the report")];
  const list = parseArguments(text);
  if (list.length === 0) return [head, element("p", { class: "faint" }, "none")];
  const rows = list.map(({ name, value, type }) =>
    element(
      "tr",
      {},
      title === "Arguments" ? element("th", { scope: "row" }, visible(name)) : undefined,
      element("td", { class: title === "Exception" ? "value bad" : "value" }, visible(value)),
      element("td", { class: "faint" }, visible(type)),
    )
  );
  return [head, element("table", {}, element("tbody", {}, ...rows))];
}

/** Those that led to a call, and those that it made. */
function relatives(model: Model, { thread, call }: CallPlace, { go }: DetailActions): HTMLElement[] {
  const data = model.threads[thread];
  const name = (call: number): string => visible(model.meta.functions[data.func[call]][0]);
  const item = (call: number): HTMLElement =>
    element(
      "li",
      {},
      link(name(call), () => go({ thread, call })),
      element(
        "span",
        { class: data.flags[call] & Flag.THREW ? "bad" : "faint" },
        ` ${formatDuration(data.duration(call))}`,
      ),
    );
  const parents: number[] = [];
  for (let at = data.parent[call]; at >= 0 && parents.length < MAX_PARENTS; at = data.parent[at]) parents.push(at);
  const children = data.children(call, MAX_CHILDREN + 1);
  const made: HTMLElement[] = [];
  if (parents.length > 0) made.push(element("h3", {}, "Called by"), element("ol", {}, ...parents.map(item)));
  if (children.length > 0) {
    const title = children.length > MAX_CHILDREN ? `Calls, the first ${MAX_CHILDREN}` : "Calls";
    made.push(element("h3", {}, title), element("ol", {}, ...children.slice(0, MAX_CHILDREN).map(item)));
  }
  return made;
}

/** The time of day, to the microsecond. */
function wallClock(startedMs: number, at: number): string {
  const ms = startedMs + at / 1e6;
  const micros = String(Math.floor((ms - Math.floor(ms)) * 1000)).padStart(3, "0");
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}.` +
    `${String(date.getMilliseconds()).padStart(3, "0")}${micros}`;
}
