/** Characters that the number of a function takes in instrumented code. */
export const ID_WIDTH = 6;

const NAME_START = /^\$/;
const NAME_PART = /[\w$\u0080-\uffff]/;

/** Text to be inserted: at one place first what closes there, then what opens. */
interface Edit {
  at: number;
  text: string;
  closing: boolean;
}

/** A source with text inserted. */
export interface Edited {
  code: string;
  /** Offsets in `code` of the `ID_WIDTH` characters that hold a function's number, and that number; in pairs. */
  slots: number[];
  /** What was inserted: offset in the source, number of characters; in pairs. */
  inserted: number[];
}

/**
 * Text to be inserted into a source. Nothing of the source is ever changed or re-printed, so its lines stay
 * what they are, as nothing inserted holds a newline. A function's number stands in the texts as `idSlot` makes it.
 */
export class Edits {
  readonly #list: Edit[] = [];

  /** Inserts ahead of what starts at `at`. Of several at one place the first call's stands first. */
  open(at: number, text: string): void {
    this.#list.push({ at, text, closing: false });
  }

  /** Inserts behind what ends at `at`, and before all that opens there. */
  close(at: number, text: string): void {
    this.#list.push({ at, text, closing: true });
  }

  /** The source with all insertions. */
  apply(source: string): Edited {
    // Array.prototype.sort is stable: edits of one place and kind keep their order.
    this.#list.sort((a, b) => a.at - b.at || Number(b.closing) - Number(a.closing));
    const parts: string[] = [];
    const slots: number[] = [];
    const inserted: number[] = [];
    let from = 0;
    let length = 0;
    for (const edit of this.#list) {
      const { at } = edit;
      // In `return[1]` the keyword needs no space behind it, but a name does.
      const text = at > 0 && NAME_START.test(edit.text) && NAME_PART.test(source[at - 1]) ? ` ${edit.text}` : edit.text;
      length += at - from;
      for (let i = text.indexOf("#"); i >= 0; i = text.indexOf("#", i + 1)) {
        slots.push(length + i, Number(text.slice(i + 1, i + ID_WIDTH)));
      }
      parts.push(source.slice(from, at), text);
      inserted.push(at, text.length);
      length += text.length;
      from = at;
    }
    parts.push(source.slice(from));
    return { code: parts.join(""), slots, inserted };
  }
}

/** Where the number of the module's function `index` goes, in a text to be inserted. */
export function idSlot(index: number): string {
  return `#${String(index).padStart(ID_WIDTH - 1, "0")}`;
}

/** Puts numbers into the slots of a code: those of a module whose first function has the number `first`. */
export function fillSlots(code: string, slots: number[], first: number): string {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < slots.length; i += 2) {
    parts.push(code.slice(from, slots[i]), String(first + slots[i + 1]).padEnd(ID_WIDTH));
    from = slots[i] + ID_WIDTH;
  }
  parts.push(code.slice(from));
  return parts.join("");
}
