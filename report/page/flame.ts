import { visible } from "../../filter/visible.ts";
import { formatDuration } from "../../reader/duration.ts";
import type { ChartLook, SlicePlace, Track } from "./chart.ts";
import { zoomTo } from "./chart_input.ts";
import { ChartView } from "./chart_view.ts";
import { byId, element, link } from "./dom.ts";
import { layOut, type MergedLayout } from "./merged.ts";
import type { CallPlace, Model } from "./model.ts";
import type { Tip } from "./tip.ts";

/** The flame graph: all threads merged by path, or one in the order of time. */
export class FlameView {
  readonly #model: Model;
  readonly #layout: MergedLayout;
  readonly #merged: ChartView;
  readonly #tip: Tip;
  readonly #tracks: readonly Track[];
  readonly #look: () => ChartLook;
  readonly #choose: (place: CallPlace) => void;
  /** The thread that is shown in the order of time. */
  #ordered: { thread: number; view: ChartView } | undefined;

  constructor(
    model: Model,
    tracks: readonly Track[],
    look: () => ChartLook,
    tip: Tip,
    choose: (place: CallPlace) => void,
  ) {
    this.#model = model;
    this.#tracks = tracks;
    this.#look = look;
    this.#tip = tip;
    this.#choose = choose;
    this.#layout = layOut(model.tree);
    const { data } = this.#layout;
    const whole = data.depth === 0 ? 1 : data.end(data.rows[1] - 1);
    const title = "all threads, merged by path: what is wider took longer";
    const label = "Flame graph, merged. Arrow keys go from function to function, plus and minus zoom.";
    this.#merged = new ChartView(byId("flame"), label, [{ data, title }], [0, whole], look, {
      select: (place) => this.#select(place),
      hover: (place, x, y) => place === undefined ? tip.hide() : tip.show(this.#describe(this.#callAt(place)), x, y),
    });
    const order = byId("order") as HTMLSelectElement;
    const option = (value: string, text: string): HTMLElement => element("option", { value }, text);
    order.replaceChildren(
      option("", "merged, all threads"),
      ...tracks.map(({ title }, thread) => option(String(thread), `in the order of time: ${title}`)),
    );
    order.addEventListener("change", () => this.#arrange(order.value));
  }

  focus(): void {
    (byId("ordered").hidden ? this.#merged : this.#ordered?.view)?.focus();
  }

  redraw(): void {
    this.#merged.redraw();
    this.#ordered?.view.redraw();
  }

  /** Marks a call where it is shown. */
  choose({ thread, call }: CallPlace): void {
    if (this.#ordered?.thread !== thread) return;
    this.#ordered.view.choose({ track: 0, slice: this.#model.threads[thread].first[call] });
  }

  #arrange(value: string): void {
    const isMerged = value === "";
    byId("flame").hidden = !isMerged;
    byId("ordered").hidden = isMerged;
    if (isMerged) return this.#merged.redraw();
    const thread = Number(value);
    if (this.#ordered?.thread === thread) return this.#ordered.view.redraw();
    const { meta, threads } = this.#model;
    const data = threads[thread];
    const from = data.depth === 0 ? meta.from : data.start[0];
    const to = data.depth === 0 ? meta.to : data.end(data.rows[1] - 1);
    const placeOf = (place: SlicePlace): CallPlace => ({ thread, call: data.call[place.slice] });
    const label = "Flame graph of a thread in the order of time. Arrow keys go from call to call.";
    // A new host: the old one's listeners go with it.
    const host = byId("ordered").cloneNode(false) as HTMLElement;
    byId("ordered").replaceWith(host);
    const view = new ChartView(host, label, [this.#tracks[thread]], [from, to], this.#look, {
      select: (place) => {
        view.choose(place);
        if (place !== undefined) this.#choose(placeOf(place));
      },
      hover: (place, x, y) => {
        if (place === undefined) return this.#tip.hide();
        this.#tip.show(visible(meta.functions[data.func[data.call[place.slice]]][0]), x, y);
      },
    });
    this.#ordered = { thread, view };
  }

  #callAt({ slice }: SlicePlace): number {
    return this.#layout.data.call[slice];
  }

  #width(call: number): number {
    const { data } = this.#layout;
    return data.ended[call] - data.began[call];
  }

  #describe(call: number): string {
    const { data, node } = this.#layout;
    const { chart } = this.#merged;
    const share = (this.#width(call) / (chart.last - chart.first) * 100).toFixed(1);
    const calls = this.#model.tree.calls[node[call]].toLocaleString("en");
    const name = visible(this.#model.meta.functions[data.func[call]][0]);
    return `${name}, ${formatDuration(this.#width(call))}, ${share} %, ${calls} calls`;
  }

  #select(place: SlicePlace | undefined): void {
    this.#merged.choose(place);
    if (place === undefined) return;
    const { data, node } = this.#layout;
    const { tree, meta, totals } = this.#model;
    const call = this.#callAt(place);
    const func = data.func[call];
    const [name, module, line] = meta.functions[func];
    byId("live").textContent = this.#describe(call);
    const path: number[] = [];
    for (let at = data.parent[call]; at >= 0; at = data.parent[at]) path.push(at);
    const rows = [
      ["calls by this path", tree.calls[node[call]].toLocaleString("en")],
      ["on the stack", formatDuration(this.#width(call))],
      ["self", formatDuration(tree.self[node[call]])],
      ["calls in all", totals.calls[func].toLocaleString("en")],
      ["self in all", formatDuration(totals.self[func])],
    ];
    const longest = { thread: totals.longestThread[func], call: totals.longestCall[func] };
    const zoom = (): void => {
      zoomTo(this.#merged.chart, place);
      this.#merged.redraw();
    };
    byId("detail").replaceChildren(
      element("h2", {}, visible(name)),
      element("p", { class: "faint" }, visible(line > 0 ? `${module}:${line}` : module)),
      element(
        "div",
        { class: "buttons" },
        element("button", { type: "button", onclick: zoom }, "Zoom to it"),
        longest.thread < 0
          ? undefined
          : element("button", { type: "button", onclick: () => this.#choose(longest) }, "Its longest call"),
      ),
      element(
        "table",
        {},
        element(
          "tbody",
          {},
          ...rows.map(([head, value]) =>
            element("tr", {}, element("th", { scope: "row" }, head), element("td", {}, value))
          ),
        ),
      ),
      path.length > 0 ? element("h3", {}, "Called by") : "",
      element("ol", {}, ...path.slice(0, 100).map((at) => element("li", {}, this.#pathLink(at)))),
    );
  }

  #pathLink(call: number): HTMLElement {
    const { data } = this.#layout;
    const name = visible(this.#model.meta.functions[data.func[call]][0]);
    return link(name, () => this.#select({ track: 0, slice: data.first[call] }));
  }
}
