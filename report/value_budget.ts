/** How many values a report holds. A page of more is slow to open. */
const MAX_BYTES = 128 << 20;

/** A longer text is cut. */
const MAX_TEXT = 1 << 13;

/** Decides which values a report has room for; each stretch of the recording gets its share. */
export class ValueBudget {
  /** How many texts were left out, and how many were cut. */
  leftOut = 0;
  cut = 0;
  readonly #expected: number;
  readonly #max: number;
  #events = 0;
  #used = 0;

  /** @param expected how many events there will be, at most. */
  constructor(expected: number, max = MAX_BYTES) {
    this.#expected = Math.max(1, expected);
    this.#max = max;
  }

  /** The text, shortened where it is too long. */
  shorten(text: string | null): string | null {
    if (text === null || text.length <= MAX_TEXT) return text;
    this.cut++;
    return `${text.slice(0, MAX_TEXT)}…`;
  }

  /**
   * Which of the texts of a block are kept, by the place of their event. Where there is no room for all, those with the
   * largest weight are: how long the call took.
   */
  choose(texts: readonly (string | null)[], weights: readonly number[]): (place: number) => boolean {
    this.#events += texts.length;
    const share = this.#max * Math.min(1, this.#events / this.#expected) - this.#used;
    let size = 0;
    for (const text of texts) if (text !== null) size += text.length;
    if (size <= share) {
      this.#used += size;
      return () => true;
    }
    const kept = new Uint8Array(texts.length);
    const places = texts.flatMap((text, place) => text === null ? [] : [place]);
    places.sort((a, b) => weights[b] === weights[a] ? a - b : weights[b] - weights[a]);
    let room = share;
    for (const place of places) {
      room -= (texts[place] as string).length;
      if (room < 0) break;
      kept[place] = 1;
    }
    for (const place of places) {
      if (kept[place]) this.#used += (texts[place] as string).length;
      else this.leftOut++;
    }
    return (place) => kept[place] === 1;
  }
}
