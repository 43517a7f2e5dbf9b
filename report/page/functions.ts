import { formatDuration } from "../../reader/duration.ts";
import { visible } from "../../filter/visible.ts";
import { element, link } from "./dom.ts";
import type { CallPlace, Model } from "./model.ts";

/** So many rows are shown at first: more are slow. */
const FIRST = 300;

interface Column {
  name: string;
  title: string;
  value: (func: number) => number;
  show: (value: number) => string;
}

const count = (value: number): string => value.toLocaleString("en");

/** Is told of a function that was picked, with its longest call. */
export type FunctionListener = (func: number, longest: CallPlace | undefined) => void;

/** The table of functions. */
export class FunctionTable {
  readonly #model: Model;
  readonly #host: HTMLElement;
  readonly #choose: FunctionListener;
  readonly #columns: readonly Column[];
  #sorted: Column | "name";
  #isDescending = true;
  #limit = FIRST;
  #isWanted: (func: number) => boolean = () => true;

  constructor(model: Model, host: HTMLElement, choose: FunctionListener) {
    this.#model = model;
    this.#host = host;
    this.#choose = choose;
    const { totals } = model;
    const waits = totals.total.some((total, func) => total - totals.running[func] >= 1);
    const column = (name: string, title: string, value: Column["value"], show = formatDuration): Column => ({
      ...{ name, title, value, show },
    });
    this.#columns = [
      column("calls", "How often it was called", (f) => totals.calls[f], count),
      column("total", "From call to end, with what it called and waited for", (f) => totals.total[f]),
      column("self", "Without what it called", (f) => totals.self[f]),
      ...waits
        ? [column("waiting", "Off the stack: await and yield", (f) => Math.max(0, totals.total[f] - totals.running[f]))]
        : [],
      column("average", "Of calls that ended", (f) => totals.ended[f] === 0 ? 0 : totals.sum[f] / totals.ended[f]),
      column("max", "The longest call", (f) => totals.max[f]),
      column("exceptions", "Calls that ended by one", (f) => totals.exceptions[f], count),
    ];
    this.#sorted = this.#columns[2];
  }

  /** Shows the functions that are wanted. */
  show(isWanted: (func: number) => boolean = this.#isWanted): void {
    this.#isWanted = isWanted;
    const { meta } = this.#model;
    const wanted = meta.functions.flatMap((_, func) => isWanted(func) ? [func] : []);
    const sorted = this.#sorted;
    const direction = this.#isDescending ? -1 : 1;
    if (sorted === "name") {
      wanted.sort((a, b) => -direction * (meta.functions[a][0] < meta.functions[b][0] ? -1 : 1));
    } else wanted.sort((a, b) => direction * (sorted.value(a) - sorted.value(b)));
    const head = element(
      "tr",
      {},
      ...this.#columns.map((column) => this.#head(column, column.name, column.title)),
      this.#head("name", "function", "Name, and where it is defined"),
      element("th", { scope: "col" }, "place"),
    );
    const rows = wanted.slice(0, this.#limit).map((func) => this.#row(func));
    const caption = element("caption", { class: "unseen" }, "Functions, a row each");
    const table = element("table", {}, caption, element("thead", {}, head), element("tbody", {}, ...rows));
    const rest = wanted.length - rows.length;
    const more = rest > 0 ? link(`Show ${count(rest)} more`, () => (this.#limit = Infinity, this.show())) : undefined;
    this.#host.replaceChildren(table, ...more === undefined ? [] : [more]);
  }

  #head(column: Column | "name", name: string, title: string): HTMLElement {
    const isSorted = column === this.#sorted;
    const arrow = isSorted ? (this.#isDescending ? " ▾" : " ▴") : "";
    const button = element("button", { type: "button", title }, name + arrow);
    button.addEventListener("click", () => {
      this.#isDescending = isSorted ? !this.#isDescending : true;
      this.#sorted = column;
      this.show();
      const again = [...this.#host.querySelectorAll("th button")].find((other) => other.textContent?.startsWith(name));
      (again as HTMLElement | undefined)?.focus();
    });
    const sort = isSorted ? (this.#isDescending ? "descending" : "ascending") : "none";
    return element("th", { scope: "col", class: column === "name" ? "" : "number", "aria-sort": sort }, button);
  }

  #row(func: number): HTMLElement {
    const { meta, totals } = this.#model;
    const [name, module, line] = meta.functions[func];
    const longest = totals.longestThread[func] < 0
      ? undefined
      : { thread: totals.longestThread[func], call: totals.longestCall[func] };
    return element(
      "tr",
      {},
      ...this.#columns.map(({ name, value, show }) => {
        const mark = totals.gap[func] && (name === "self" || name === "total") ? "*" : "";
        return element("td", { class: "number" }, show(value(func)) + mark);
      }),
      element("td", {}, link(visible(name), () => this.#choose(func, longest))),
      element("td", { class: "faint" }, visible(line > 0 ? `${module}:${line}` : module)),
    );
  }
}
