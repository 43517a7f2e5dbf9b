/** A line of text beside the pointer. */
export class Tip {
  readonly #element: HTMLElement;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Shows text beside a place in the window, CSS pixels. */
  show(text: string, x: number, y: number): void {
    this.#element.hidden = false;
    this.#element.textContent = text;
    const { offsetWidth, offsetHeight } = this.#element;
    this.#element.style.left = `${Math.max(0, Math.min(x + 12, innerWidth - offsetWidth - 4))}px`;
    this.#element.style.top = `${y + 16 + offsetHeight > innerHeight ? y - offsetHeight - 8 : y + 16}px`;
  }

  hide(): void {
    this.#element.hidden = true;
  }
}
