import type { Chart } from "./chart.ts";
import { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";
import type { ThreadData } from "./thread.ts";

/** The whole recording in a strip: how much ran when, and which stretch of it the chart shows. */
export class Overview {
  readonly #surface: Surface;
  readonly #chart: Chart;
  readonly #threads: readonly ThreadData[];
  /** How much ran in each pixel, 0 to 1. */
  #load: Float64Array = new Float64Array(0);

  constructor(canvas: HTMLCanvasElement, chart: Chart, threads: readonly ThreadData[], change: () => void) {
    this.#surface = new Surface(canvas);
    this.#chart = chart;
    this.#threads = threads;
    const move = (event: PointerEvent): void => {
      if ((event.buttons & 1) === 0) return;
      const at = chart.first + (chart.last - chart.first) * event.offsetX / canvas.clientWidth;
      const half = (chart.to - chart.from) / 2;
      chart.show(at - half, at + half);
      change();
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      move(event);
    });
    canvas.addEventListener("pointermove", move);
  }

  draw(theme: Theme): void {
    const surface = this.#surface;
    const { context } = surface;
    surface.resize(this.#chart.surface.width, 36);
    const { width, height } = surface;
    if (this.#load.length !== width) this.#load = this.#measure(width);
    context.setTransform(surface.ratio, 0, 0, surface.ratio, 0, 0);
    context.fillStyle = theme.back;
    context.fillRect(0, 0, width, height);
    context.fillStyle = theme.faint;
    for (let x = 0; x < width; x++) {
      const high = Math.ceil(this.#load[x] * (height - 4));
      if (high > 0) context.fillRect(x, height - high, 1, high);
    }
    const { from, to, first, last } = this.#chart;
    const left = (from - first) / (last - first) * width;
    const right = (to - first) / (last - first) * width;
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.strokeRect(left + 1, 1, Math.max(2, right - left - 2), height - 2);
  }

  #measure(width: number): Float64Array {
    const { first, last } = this.#chart;
    const step = (last - first) / width;
    const load = new Float64Array(width);
    for (const thread of this.#threads) {
      if (thread.depth === 0) continue;
      for (let x = 0; x < width; x++) load[x] += thread.busyWithin(0, first + x * step, first + (x + 1) * step) / step;
    }
    const most = load.reduce((a, b) => Math.max(a, b), 0);
    return most > 1 ? load.map((value) => value / most) : load;
  }
}
