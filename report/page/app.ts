import { visible } from "../../filter/visible.ts";
import { formatDuration } from "../../reader/duration.ts";
import type { ChartLook, SlicePlace } from "./chart.ts";
import { zoomTo } from "./chart_input.ts";
import { ChartView } from "./chart_view.ts";
import { findCall } from "./chart_walk.ts";
import { describeCall, showCall } from "./detail.ts";
import { byId, element, many } from "./dom.ts";
import { countExceptions, showExceptions } from "./exceptions.ts";
import { FlameView } from "./flame.ts";
import { FunctionTable } from "./functions.ts";
import { fillKeys } from "./keys.ts";
import type { CallPlace, Model } from "./model.ts";
import { Overview } from "./overview.ts";
import { Search } from "./search.ts";
import { Tabs } from "./tabs.ts";
import { readTheme, type Theme } from "./theme.ts";
import { Tip } from "./tip.ts";

/** The page as a whole: its views, and the call that is chosen in all of them. */
export class App {
  readonly #model: Model;
  readonly #names: readonly string[];
  readonly #timeline: ChartView;
  readonly #flame: FlameView;
  readonly #functions: FunctionTable;
  readonly #overview: Overview;
  readonly #search: Search;
  readonly #tabs: Tabs;
  readonly #tip = new Tip(byId("tip"));
  #theme: Theme;
  #chosen: CallPlace | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.#names = model.meta.functions.map(([name]) => visible(name));
    this.#theme = readTheme(model);
    const { meta, threads } = model;
    const tracks = threads.map((data) => ({ data, title: trackTitle(data.info) }));
    const look = (): ChartLook => this.#look();
    const listener = {
      select: (place: SlicePlace | undefined) => this.#select(place),
      hover: (place: SlicePlace | undefined, x: number, y: number) => this.#hover(place, x, y),
    };
    const help = "Arrow keys go from call to call, plus and minus zoom, question mark shows all keys.";
    this.#timeline = new ChartView(byId("timeline"), `Timeline of calls. ${help}`, tracks, [meta.from, meta.to], look, {
      ...listener,
      drawn: () => {
        this.#overview.draw(this.#theme);
        // For those who measure it.
        if (performance.getEntriesByName("drawn").length === 0) performance.mark("drawn");
      },
    });
    const change = (): void => this.#timeline.redraw();
    this.#overview = new Overview(byId("overview") as HTMLCanvasElement, this.#timeline.chart, threads, change);
    this.#flame = new FlameView(model, tracks, look, this.#tip, (place) => this.choose(place));
    this.#functions = new FunctionTable(model, byId("view-functions"), (func, longest) => {
      this.#search.exactly(func);
      if (longest !== undefined) this.choose(longest);
    });
    this.#search = new Search(model, this.#names, () => this.#searched(), (forward) => this.#nextFound(forward));
    this.#tabs = new Tabs(byId("tabs"), (name) => this.#shown(name));
  }

  /** Fills the page. */
  start(): void {
    const { meta, threads } = this.#model;
    const calls = threads.reduce((sum, { info }) => sum + info.calls, 0);
    const processes = new Set(threads.map(({ info }) => info.pid)).size;
    byId("title").textContent = visible(meta.command);
    byId("facts").textContent = [
      ...[many(calls, "call", "calls"), many(meta.traces, "trace", "traces")],
      ...[many(processes, "process", "processes"), many(threads.length, "thread", "threads")],
      formatDuration(meta.to - meta.from),
      new Date(meta.startedMs).toLocaleString(),
      ...meta.filter === "" ? [] : [`filter: ${visible(meta.filter)}`],
    ].join(" · ");
    const notes = byId("notes");
    notes.hidden = meta.notes.length === 0;
    (notes.querySelector("summary") as HTMLElement).textContent = `What is left out (${meta.notes.length})`;
    notes.querySelector("ul")?.replaceChildren(...meta.notes.map((note) => element("li", {}, note)));
    byId("tab-exceptions").textContent = `Exceptions (${countExceptions(this.#model).toLocaleString("en")})`;
    const keys = byId("keys") as HTMLDialogElement;
    fillKeys(keys);
    byId("help").addEventListener("click", () => keys.showModal());
    document.addEventListener("keydown", (event) => this.#key(event, keys));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#theme = readTheme(this.#model);
      this.#redraw();
    });
    this.#functions.show();
    this.#showNothing();
    this.#timeline.focus();
  }

  /** Chooses a call in all views. */
  choose(place: CallPlace | undefined): void {
    this.#chosen = place;
    const model = this.#model;
    if (place === undefined) {
      this.#timeline.choose(undefined);
      this.#showNothing();
      return;
    }
    const slice = this.#sliceOf(place);
    this.#timeline.choose(slice);
    this.#flame.choose(place);
    byId("live").textContent = describeCall(model, place);
    showCall(model, place, byId("detail"), {
      go: (other) => this.choose(other),
      zoom: (other) => {
        this.#tabs.open("timeline");
        zoomTo(this.#timeline.chart, this.#sliceOf(other));
        this.#timeline.redraw();
      },
      step: (other, forward) => {
        const func = model.threads[other.thread].func[other.call];
        this.#find(forward, (track, call) => model.threads[track].func[call] === func);
      },
    });
  }

  /** The slice that stands for a call: the one that is chosen, if it is of that call, else its first. */
  #sliceOf({ thread, call }: CallPlace): SlicePlace {
    const { selected } = this.#timeline.chart;
    const data = this.#model.threads[thread];
    if (selected?.track === thread && data.call[selected.slice] === call) return selected;
    return { track: thread, slice: data.first[call] };
  }

  #select(place: SlicePlace | undefined): void {
    this.#timeline.chart.selected = place;
    this.choose(place && { thread: place.track, call: this.#model.threads[place.track].call[place.slice] });
  }

  #hover(place: SlicePlace | undefined, x: number, y: number): void {
    if (place === undefined) return this.#tip.hide();
    const call = this.#model.threads[place.track].call[place.slice];
    this.#tip.show(describeCall(this.#model, { thread: place.track, call }), x, y);
  }

  #find(forward: boolean, isWanted: (track: number, call: number) => boolean): void {
    const from = this.#chosen && this.#sliceOf(this.#chosen);
    const found = findCall(this.#timeline.chart, from, forward, isWanted);
    if (found !== undefined) this.#select(found);
  }

  #nextFound(forward: boolean): void {
    if (!this.#search.isActive) return;
    this.#find(forward, (track, call) => this.#search.isFound(this.#model.threads[track].func[call]));
  }

  #searched(): void {
    this.#functions.show((func) => this.#search.isFound(func));
    this.#shown(this.#tabs.current);
    this.#redraw();
  }

  #shown(tab: string): void {
    if (tab === "exceptions") {
      const isWanted = (func: number): boolean => this.#search.isFound(func);
      showExceptions(this.#model, byId("view-exceptions"), isWanted, (place) => this.choose(place));
    }
    this.#redraw();
  }

  #redraw(): void {
    this.#timeline.redraw();
    this.#flame.redraw();
  }

  #look(): ChartLook {
    const { colours, faded } = this.#theme;
    const search = this.#search;
    return {
      theme: this.#theme,
      names: this.#names,
      colours: search?.isActive ? search.colours(colours, faded) : colours,
    };
  }

  #key(event: KeyboardEvent, keys: HTMLDialogElement): void {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (isTyping || keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const { threads } = this.#model;
    const isThrown = (track: number, call: number): boolean => threads[track].thrown.some((one) => one.call === call);
    const actions: Record<string, () => void> = {
      "/": () => byId("search").focus(),
      "?": () => keys.showModal(),
      n: () => this.#nextFound(true),
      N: () => this.#nextFound(false),
      e: () => this.#find(true, isThrown),
      E: () => this.#find(false, isThrown),
      1: () => this.#go("timeline"),
      2: () => this.#go("flame"),
      3: () => this.#go("functions"),
      4: () => this.#go("exceptions"),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  /** Opens a tab, and lets keys move what it shows. */
  #go(tab: string): void {
    this.#tabs.open(tab);
    if (tab === "timeline") this.#timeline.focus();
    else if (tab === "flame") this.#flame.focus();
    else byId(`view-${tab}`).focus();
  }

  #showNothing(): void {
    const text = "Click a call, or go to one with the arrow keys: here is what it was given and what came of it.";
    byId("detail").replaceChildren(element("p", { class: "faint" }, text));
  }
}

function trackTitle({ pid, tid, name, process }: { pid: number; tid: number; name: string; process: string }): string {
  return visible(`process ${pid}  ${process}  ·  thread ${tid} ${name}`);
}
