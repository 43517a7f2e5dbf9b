import type { PageText } from "./model.ts";

/** What an element is made of: text is only ever text. */
export type Child = Node | string | undefined;

/** Makes an element. `properties` are those of the element, `class` and `aria-…` attributes. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Readonly<Record<string, unknown>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class" || key === "role" || key === "scope" || key.startsWith("aria-")) {
      made.setAttribute(key, String(value));
    } else Reflect.set(made, key, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The element with an id, which page.html has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

/** `1 call`, `1,234 calls`. */
export function many(count: number, one: string, more: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}

/** A button that looks like a link. */
export function link(text: string, onclick: () => void): HTMLButtonElement {
  return element("button", { class: "link", type: "button", onclick }, text);
}

/** The data that the page holds; values may still be on their way. */
export function pageText(): PageText {
  const text = (found: Element | null | undefined): string => found?.textContent ?? "";
  const blocks = [...document.querySelectorAll<HTMLElement>("script[data-events]")].map((events, index) => {
    const takeEvents = (): string => {
      events.remove();
      return text(events);
    };
    const values = async (): Promise<string> => {
      await isWhole();
      return text(document.querySelectorAll("script[data-values]")[index]);
    };
    return { thread: Number(events.dataset.events), takeEvents, values };
  });
  return { meta: text(document.querySelector("script[data-meta]")), blocks };
}

/** Waits until all of the page was read. */
function isWhole(): Promise<void> {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((done) => document.addEventListener("DOMContentLoaded", () => done(), { once: true }));
}
