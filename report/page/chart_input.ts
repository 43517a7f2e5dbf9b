import type { Chart, SlicePlace } from "./chart.ts";
import { type Direction, neighbour, startOf } from "./chart_walk.ts";

/** Is told what a hand on a chart does. */
export interface ChartListener {
  /** A slice is chosen, or none. */
  select(place: SlicePlace | undefined): void;
  /** The pointer is on a slice, or on none. */
  hover(place: SlicePlace | undefined, x: number, y: number): void;
  /** It is to be drawn again. */
  change(): void;
}

/** What a pixel or a line of a mouse's wheel zooms by. */
const WHEEL = 0.002;
const LINE = 16;
/** A pointer that moved less has clicked, CSS pixels. */
const CLICK = 4;
const ZOOM = 1.4;
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Lets mouse, fingers and keys move a chart. `scroller` is what its canvas is scrolled in. */
export function listen(chart: Chart, scroller: HTMLElement, listener: ChartListener): void {
  const { canvas } = chart.surface;
  const pan = (pixels: number): void => {
    const by = pixels * (chart.to - chart.from) / chart.surface.width;
    chart.show(chart.from + by, chart.to + by);
    listener.change();
  };
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const [x, y] = [event.deltaX * unit, event.deltaY * unit];
    if (event.shiftKey) scroller.scrollTop += y || x;
    else if (Math.abs(x) > Math.abs(y)) pan(x);
    else {
      // A pinch comes as a wheel with the control key, in small steps.
      chart.zoom(Math.exp(y * WHEEL * (event.ctrlKey ? 5 : 1)), event.offsetX);
      listener.change();
    }
  }, { passive: false });

  let last: { x: number; y: number; moved: number } | undefined;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    last = { x: event.clientX, y: event.clientY, moved: 0 };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last === undefined) {
      return listener.hover(chart.sliceAt(event.offsetX, event.offsetY), event.clientX, event.clientY);
    }
    const [x, y] = [event.clientX - last.x, event.clientY - last.y];
    last = { x: event.clientX, y: event.clientY, moved: last.moved + Math.abs(x) + Math.abs(y) };
    if (last.moved < CLICK) return;
    scroller.scrollTop -= y;
    pan(-x);
  });
  canvas.addEventListener("pointerup", (event) => {
    const isClick = last !== undefined && last.moved < CLICK;
    last = undefined;
    if (!isClick) return;
    if (!chart.isHead(event.offsetY)) return listener.select(chart.sliceAt(event.offsetX, event.offsetY));
    chart.fold(chart.trackAt(event.offsetY));
    listener.change();
  });
  canvas.addEventListener("pointercancel", () => last = undefined);
  canvas.addEventListener("pointerleave", () => listener.hover(undefined, 0, 0));
  canvas.addEventListener("dblclick", (event) => {
    const place = chart.sliceAt(event.offsetX, event.offsetY);
    if (place !== undefined) zoomTo(chart, place);
    listener.change();
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(event.key)) return;
    event.preventDefault();
    listener.change();
  });

  const press = (key: string): boolean => {
    const { selected } = chart;
    const width = chart.surface.width;
    if (key in ARROWS) {
      const next = selected === undefined ? startOf(chart) : neighbour(chart, selected, ARROWS[key]);
      if (next !== undefined) listener.select(next);
      return true;
    }
    switch (key) {
      case "+":
      case "=":
      case "w":
        chart.zoom(1 / ZOOM, selectedX(chart));
        return true;
      case "-":
      case "s":
        chart.zoom(ZOOM, selectedX(chart));
        return true;
      case "a":
        return pan(-width / 6), true;
      case "d":
        return pan(width / 6), true;
      case "0":
        chart.show(chart.first, chart.last);
        return true;
      case "Enter":
      case "f":
        if (selected !== undefined) zoomTo(chart, selected);
        return true;
      case "o":
        if (selected !== undefined) chart.fold(selected.track);
        return true;
      case "Escape":
        listener.select(undefined);
        return true;
      case "PageUp":
      case "PageDown":
        scroller.scrollTop += (key === "PageUp" ? -0.8 : 0.8) * chart.surface.height;
        return true;
      default:
        return false;
    }
  };
}

/** What zooming by keys keeps in its place: the slice that is chosen, where it is seen. */
function selectedX(chart: Chart): number | undefined {
  if (chart.selected === undefined) return undefined;
  const { track, slice } = chart.selected;
  const { data } = chart.tracks[track];
  const x = chart.xOf((data.start[slice] + data.end(slice)) / 2);
  return x >= 0 && x <= chart.surface.width ? x : undefined;
}

/** Shows a slice from edge to edge. */
export function zoomTo(chart: Chart, { track, slice }: SlicePlace): void {
  const { data } = chart.tracks[track];
  const [start, end] = [data.start[slice], data.end(slice)];
  const margin = (end - start) * 0.05;
  chart.show(start - margin, end + margin);
}
