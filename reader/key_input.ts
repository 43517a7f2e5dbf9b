import { type Key, KeyParser } from "./keys.ts";

/** How long Escape waits for the rest of a sequence, in ms. */
const ESCAPE_MS = 50;

/** Makes keys of the bytes that a terminal sends, Escape alone among them. */
export class KeyInput {
  readonly #parser = new KeyParser();
  readonly #pressed: (keys: readonly Key[]) => void;
  #escape: ReturnType<typeof setTimeout> | undefined;

  /** @param pressed is called with the keys, also a while after `push`. */
  constructor(pressed: (keys: readonly Key[]) => void) {
    this.#pressed = pressed;
  }

  push(bytes: Uint8Array): void {
    clearTimeout(this.#escape);
    this.#pressed(this.#parser.push(bytes));
    if (this.#parser.isWaiting) this.#escape = setTimeout(() => this.#pressed(this.#parser.flush()), ESCAPE_MS);
  }

  /** Forgets a sequence that has only begun. */
  close(): void {
    clearTimeout(this.#escape);
  }
}
