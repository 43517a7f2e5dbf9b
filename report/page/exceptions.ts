import { parseArguments } from "../../filter/arguments.ts";
import { visible } from "../../filter/visible.ts";
import { formatDuration } from "../../reader/duration.ts";
import { element, link } from "./dom.ts";
import type { CallPlace, Model } from "./model.ts";

/** So many are shown at once. */
const PAGE = 200;

/** How many exceptions a report holds: each once, however many calls it left. */
export function countExceptions({ threads }: Model): number {
  return threads.reduce((sum, { thrown }) => sum + thrown.length, 0);
}

/** Lists the exceptions of functions that are wanted, in the order of time. */
export function showExceptions(
  model: Model,
  host: HTMLElement,
  isWanted: (func: number) => boolean,
  choose: (place: CallPlace) => void,
): void {
  const all = model.threads.flatMap((data, thread) =>
    data.thrown.filter(({ call }) => isWanted(data.func[call])).map(({ call, left }) => ({ thread, call, left }))
  );
  const at = ({ thread, call }: CallPlace): number => model.threads[thread].ended[call];
  all.sort((a, b) => at(a) - at(b));
  if (all.length === 0) {
    return host.replaceChildren(element("p", { class: "faint" }, "No exception was recorded here."));
  }
  const body = element("tbody");
  const heads = ["time", "function", "exception", "calls left"].map((name) => element("th", { scope: "col" }, name));
  const caption = element("caption", { class: "unseen" }, "Exceptions, where they were seen first");
  const table = element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body);
  const more = element("button", { type: "button", class: "link" });
  let shown = 0;
  const showMore = (): void => {
    for (const place of all.slice(shown, shown + PAGE)) body.append(row(model, place, at(place), choose));
    shown = Math.min(all.length, shown + PAGE);
    more.textContent = `Show more of ${all.length.toLocaleString("en")}`;
    more.hidden = shown === all.length;
  };
  more.addEventListener("click", showMore);
  showMore();
  host.replaceChildren(table, more);
}

function row(
  model: Model,
  { thread, call, left }: CallPlace & { left: number },
  at: number,
  choose: (place: CallPlace) => void,
): HTMLElement {
  const data = model.threads[thread];
  const [name] = model.meta.functions[data.func[call]];
  const value = element("td", { class: "value bad" }, "…");
  model.values[thread].text(data.endEvent[call]).then((text) => {
    value.textContent = text === undefined ? "left out of the report" : shown(text);
  });
  return element(
    "tr",
    {},
    element("td", { class: "number" }, formatDuration(at - model.meta.from)),
    element("td", {}, link(visible(name), () => choose({ thread, call }))),
    value,
    element("td", { class: "number" }, String(left)),
  );
}

/** The class and the message, as runtimes print an error. */
function shown(text: string | null): string {
  const [thrown] = parseArguments(text);
  if (thrown === undefined) return "";
  return visible(thrown.value === "" ? thrown.type : `${thrown.type}: ${thrown.value}`);
}
