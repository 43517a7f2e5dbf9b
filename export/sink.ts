/** So many bytes are written at once. */
const CHUNK = 1 << 18;

/** Takes what an exporter writes, and passes it on in larger pieces. */
export class Sink {
  /** How many bytes were written so far. */
  length = 0;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #buffer = new Uint8Array(CHUNK);
  readonly #encoder = new TextEncoder();
  #used = 0;
  #text = "";

  /** @param write takes a piece of what is written; it is used again afterwards. What it throws ends the export. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** Writes text. */
  text(text: string): void {
    this.#text += text;
    if (this.#text.length >= CHUNK / 8) this.#encode();
  }

  /** Writes bytes. */
  bytes(bytes: Uint8Array): void {
    this.#encode();
    this.length += bytes.length;
    if (this.#used + bytes.length > CHUNK) this.#pass();
    if (bytes.length > CHUNK) return this.#write(bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Passes on what is left. */
  end(): void {
    this.#encode();
    this.#pass();
  }

  #encode(): void {
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    const most = text.length * 3;
    if (most > CHUNK) return this.bytes(this.#encoder.encode(text));
    if (this.#used + most > CHUNK) this.#pass();
    const { written } = this.#encoder.encodeInto(text, this.#buffer.subarray(this.#used));
    this.#used += written;
    this.length += written;
  }

  #pass(): void {
    if (this.#used > 0) this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}
