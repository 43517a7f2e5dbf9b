import { byId, many } from "./dom.ts";
import type { Model } from "./model.ts";

/** Looks for functions by a part of their name, or of their module with its line. */
export class Search {
  readonly #model: Model;
  readonly #names: readonly string[];
  readonly #changed: () => void;
  readonly #input = byId("search") as HTMLInputElement;
  #found: Uint8Array | undefined;

  constructor(model: Model, names: readonly string[], changed: () => void, next: (forward: boolean) => void) {
    this.#model = model;
    this.#names = names;
    this.#changed = changed;
    this.#input.addEventListener("input", () => this.#look());
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") next(!event.shiftKey);
      if (event.key === "Escape") {
        this.#input.value = "";
        this.#look();
        this.#input.blur();
      }
    });
  }

  /** Whether something is looked for. */
  get isActive(): boolean {
    return this.#found !== undefined;
  }

  /** Whether a function is one of those looked for; all are where nothing is. */
  isFound(func: number): boolean {
    return this.#found === undefined || this.#found[func] === 1;
  }

  /** Colours that let those looked for stand out. */
  colours(colours: Uint32Array, faded: Uint32Array): Uint32Array {
    return colours.map((colour, func) => this.isFound(func) ? colour : faded[func]);
  }

  /** Looks for one function. */
  exactly(func: number): void {
    const [, module, line] = this.#model.meta.functions[func];
    this.#input.value = `${this.#names[func]} ${line > 0 ? `${module}:${line}` : module}`;
    this.#look();
  }

  #look(): void {
    const text = this.#input.value.trim().toLowerCase();
    const { functions } = this.#model.meta;
    const { totals } = this.#model;
    this.#found = text === "" ? undefined : Uint8Array.from(functions, ([, module, line], func) => {
      return Number(`${this.#names[func]} ${module}:${line}`.toLowerCase().includes(text));
    });
    let [count, calls, self] = [0, 0, 0];
    this.#found?.forEach((isFound, func) => {
      count += isFound;
      calls += isFound * totals.calls[func];
      self += isFound * totals.self[func];
    });
    const all = totals.self.reduce((a, b) => a + b, 0);
    const share = all > 0 ? `, ${(self / all * 100).toFixed(1)} % of the time` : "";
    byId("found").textContent = this.#found === undefined
      ? ""
      : `${many(count, "function", "functions")}, ${many(calls, "call", "calls")}${share}`;
    this.#changed();
  }
}
