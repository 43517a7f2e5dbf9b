const PIECE = 1 << 16;

/** A long list of whole numbers (int32), four bytes each. */
export class NumberList {
  readonly #pieces: Int32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length++ % PIECE;
    if (at === 0) this.#pieces.push(new Int32Array(PIECE));
    this.#pieces[this.#pieces.length - 1][at] = value;
  }

  forEach(body: (value: number, index: number) => void): void {
    for (let i = 0; i < this.#length; i++) body(this.#pieces[Math.floor(i / PIECE)][i % PIECE], i);
  }
}
