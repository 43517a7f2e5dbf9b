/**
 * Reads regular expressions as far as it takes to say where a mistake is, and which texts every match must hold.
 *
 * @module
 */

/** A mistake in a regular expression, and where it is in UTF-16 code units. */
export interface PatternMistake {
  message: string;
  start: number;
  end: number;
  /** Whether what is still to be typed may mend it. */
  isOpen: boolean;
}

/** What was read of a regular expression. */
export interface PatternSyntax {
  /** The first mistake; undefined where none was found, which the engine may know better. */
  mistake?: PatternMistake;
  /** Texts that stand in every match, as they are written. */
  required: string[];
  /** Whether the expression is nothing but one of them. */
  isLiteral: boolean;
}

class Mistake extends Error {
  readonly place: PatternMistake;

  constructor(message: string, start: number, end: number, isOpen: boolean = false) {
    super(message);
    this.place = { message, start, end, isOpen };
  }
}

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/;
const GROUP = /^\((?:\?(?:[:=!]|<[=!]|<[\p{ID_Start}$_][\p{ID_Continue}$]*>|[ims]*(?:-[ims]+)?:))?/u;

class Syntax {
  readonly #text: string;
  #at = 0;
  #open: number[] = [];
  /** Texts that every match holds, and the one that is still going on. */
  readonly #required: string[] = [];
  #run = "";
  #isPlain = true;

  constructor(text: string) {
    this.#text = text;
  }

  read(): PatternSyntax {
    try {
      this.#alternatives(true);
      this.#end();
      return { required: this.#required, isLiteral: this.#isPlain && this.#required.length === 1 };
    } catch (error) {
      if (error instanceof Mistake) return { mistake: error.place, required: [], isLiteral: false };
      throw error;
    }
  }

  #end(): void {
    if (this.#run !== "") this.#required.push(this.#run);
    this.#run = "";
  }

  /** Something that is no certain text. */
  #break(): void {
    this.#end();
    this.#isPlain = false;
  }

  /** @param needed whether all of it stands in every match. */
  #alternatives(needed: boolean): void {
    const before = this.#required.length;
    const run = this.#run;
    let isOne = true;
    this.#sequence(needed);
    while (this.#text[this.#at] === "|") {
      isOne = false;
      this.#at++;
      this.#sequence(false);
    }
    if (isOne) return;
    // What was read of the first alternative need not be there.
    this.#required.length = before;
    this.#run = run;
    this.#break();
  }

  #sequence(needed: boolean): void {
    const text = this.#text;
    while (this.#at < text.length && text[this.#at] !== "|") {
      const start = this.#at;
      const before = this.#required.length;
      const run = this.#run;
      if (text[start] === ")") {
        if (this.#open.length === 0) throw new Mistake("there is no ( for this )", start, start + 1);
        return;
      }
      const literal = this.#atom(needed);
      const quantifier = this.#quantifier(start);
      if (literal !== undefined && needed && quantifier === undefined) {
        this.#run += literal;
      } else if (quantifier === 0 || !needed) {
        this.#required.length = before;
        this.#run = run;
        this.#break();
      } else {
        if (literal !== undefined) this.#run += literal;
        if (literal === undefined || quantifier !== undefined) this.#break();
      }
    }
  }

  /** How often at least what stands before must be there; undefined where nothing is said. */
  #quantifier(start: number): number | undefined {
    const match = QUANTIFIER.exec(this.#text.slice(this.#at));
    if (match === null) return undefined;
    const least = match[1] === undefined ? (match[0].startsWith("+") ? 1 : 0) : Number(match[1]);
    if (match[2] && Number(match[2]) < least) {
      throw new Mistake("the numbers are in the wrong order", this.#at, this.#at + match[0].length);
    }
    this.#at += match[0].length;
    const again = QUANTIFIER.exec(this.#text.slice(this.#at));
    if (again !== null) this.#nothingToRepeat(again[0]);
    // A lookaround stands for no text, however often.
    return /^\(\?<?[=!]/.test(this.#text.slice(start)) ? 0 : least;
  }

  #nothingToRepeat(quantifier: string): never {
    throw new Mistake(`there is nothing that ${quantifier} could repeat`, this.#at, this.#at + quantifier.length);
  }

  /** One character, class, group …; the text that it stands for where that is certain. */
  #atom(needed: boolean): string | undefined {
    const text = this.#text;
    const character = text[this.#at];
    const quantifier = QUANTIFIER.exec(text.slice(this.#at));
    if (quantifier !== null) this.#nothingToRepeat(quantifier[0]);
    if (character === "(") return this.#group(needed);
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    this.#at++;
    if (character === "." || character === "^" || character === "$") return undefined;
    return character;
  }

  #group(needed: boolean): undefined {
    const start = this.#at;
    const opening = GROUP.exec(this.#text.slice(start))![0];
    this.#at += opening.length;
    if (opening === "(" && this.#text[this.#at] === "?") {
      const end = Math.min(this.#text.length, start + 3);
      throw new Mistake("there is no such kind of group", start, end, end === this.#text.length);
    }
    // A lookaround need not be part of the match, and flags may change what a text means.
    const isPlain = opening === "(" || opening === "(?:" || /^\(\?<\p{ID_Start}/u.test(opening);
    this.#break();
    this.#open.push(start);
    const before = this.#required.length;
    this.#alternatives(needed && isPlain);
    this.#break();
    if (!isPlain) this.#required.length = before;
    this.#open.pop();
    if (this.#text[this.#at] !== ")") throw new Mistake("this ( is not closed", start, start + opening.length, true);
    this.#at++;
    return undefined;
  }

  #class(): undefined {
    const start = this.#at;
    const match = /^\[\^?(?:\\[\s\S]|[^\]\\])*\]/.exec(this.#text.slice(start));
    if (match === null) throw new Mistake("this [ is not closed", start, start + 1, true);
    this.#at += match[0].length;
    for (const range of match[0].slice(1, -1).matchAll(/([^\\\]])-([^\\\]])|\\[\s\S](?:-\\[\s\S])?/g)) {
      if (range[1] !== undefined && range[1] > range[2]) {
        const at = start + 1 + range.index;
        throw new Mistake("the range is in the wrong order", at, at + range[0].length);
      }
    }
    return undefined;
  }

  #escape(): string | undefined {
    const next = this.#text[this.#at + 1];
    if (next === undefined) throw new Mistake("a \\ at the end stands for nothing", this.#at, this.#at + 1, true);
    const long = /^\\(?:x[\da-f]{2}|u[\da-f]{4}|c[a-z]|k<[^>]*>|\d+)/i.exec(this.#text.slice(this.#at));
    this.#at += long?.[0].length ?? 2;
    return long === null && /[^\p{L}\p{N}]/u.test(next) ? next : undefined;
  }
}

/** Reads a regular expression as JavaScript has them, without the flags `u` and `v`. */
export function readPattern(text: string): PatternSyntax {
  return new Syntax(text).read();
}
