import { Chart, type ChartLook, type SlicePlace, type Track } from "./chart.ts";
import { type ChartListener, listen } from "./chart_input.ts";
import { element } from "./dom.ts";
import { Surface } from "./surface.ts";

/** What a view tells its page. */
export type ViewListener = Omit<ChartListener, "change"> & {
  /** It was drawn. */
  drawn?(chart: Chart): void;
};

/** A chart in the page: its canvas, drawn again when something changed. */
export class ChartView {
  readonly chart: Chart;
  readonly #scroller: HTMLElement;
  /** As high as the tracks are: it makes the scroller scroll. */
  readonly #space = element("div", { class: "space" });
  readonly #look: () => ChartLook;
  readonly #listener: ViewListener;
  #isDue = false;

  /** @param label what a screen reader says of it. */
  constructor(
    scroller: HTMLElement,
    label: string,
    tracks: readonly Track[],
    range: readonly [from: number, to: number],
    look: () => ChartLook,
    listener: ViewListener,
  ) {
    this.#scroller = scroller;
    this.#look = look;
    this.#listener = listener;
    const canvas = element("canvas", { tabIndex: 0, role: "application", "aria-label": label });
    canvas.setAttribute("aria-describedby", "live");
    this.chart = new Chart(new Surface(canvas), tracks, ...range);
    scroller.replaceChildren(this.#space, canvas);
    this.#resize();
    listen(this.chart, scroller, { ...listener, change: () => this.redraw() });
    scroller.addEventListener("scroll", () => this.redraw());
    new ResizeObserver(() => this.redraw()).observe(scroller);
    this.redraw();
  }

  /** Draws before the browser shows its next picture. */
  redraw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  /** Marks a slice and brings it into sight. */
  choose(place: SlicePlace | undefined): void {
    const { chart } = this;
    chart.selected = place;
    if (place !== undefined) {
      const { data } = chart.tracks[place.track];
      const [start, end] = [data.start[place.slice], data.end(place.slice)];
      const span = chart.to - chart.from;
      if (end < chart.from || start > chart.to) chart.show(start - span / 3, start + span * 2 / 3);
      const top = chart.scrollFor(place);
      this.#resize();
      this.#scroller.scrollTop = top;
    }
    this.redraw();
  }

  focus(): void {
    this.chart.surface.canvas.focus();
  }

  #resize(): void {
    this.#space.style.height = `${this.chart.contentHeight}px`;
  }

  #draw(): void {
    this.#resize();
    const { clientWidth, clientHeight, scrollTop } = this.#scroller;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.chart.surface.resize(clientWidth, clientHeight);
    this.chart.scrollTop = scrollTop;
    this.chart.draw(this.#look());
    this.#listener.drawn?.(this.chart);
  }
}
