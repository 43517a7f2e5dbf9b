/** Tabs that show one panel at a time. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export class Tabs {
  readonly #tabs: HTMLElement[];
  readonly #shown: (name: string) => void;
  current: string;

  /** @param shown is told the name of the panel that is shown: what follows `view-` in its id. */
  constructor(list: HTMLElement, shown: (name: string) => void) {
    this.#tabs = [...list.querySelectorAll<HTMLElement>("[role=tab]")];
    this.#shown = shown;
    this.current = nameOf(this.#tabs[0]);
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.open(nameOf(tab)));
    list.addEventListener("keydown", (event) => {
      const at = this.#tabs.findIndex((tab) => nameOf(tab) === this.current);
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.#tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const tab = this.#tabs[(to + this.#tabs.length) % this.#tabs.length];
      this.open(nameOf(tab));
      tab.focus();
    });
  }

  /** Shows a panel. */
  open(name: string): void {
    this.current = name;
    for (const tab of this.#tabs) {
      const isCurrent = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
      const panel = document.getElementById(`view-${nameOf(tab)}`);
      if (panel !== null) panel.hidden = !isCurrent;
    }
    this.#shown(name);
  }
}

function nameOf(tab: HTMLElement): string {
  return tab.id.slice("tab-".length);
}
