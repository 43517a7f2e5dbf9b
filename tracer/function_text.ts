import { getOwnPropertyDescriptor } from "./intrinsics.ts";

/** What is needed to find the original text of a module's functions. */
export interface ProbedText {
  firstFunction: number;
  /** Offsets in the code of the functions' numbers, and their index in the module; in pairs. */
  slots: number[];
  /** What was inserted: offset in the source, number of characters; in pairs. */
  inserted: number[];
}

const NUMBERED = /\$tstrace\d*\.\w+\((?:\$tstrace\d*_\w,)?(\d+) *[,)]/;

/** The text of functions as their program wrote it. */
export class FunctionTexts {
  readonly #modules: ProbedText[] = [];

  /** Remembers a module; they come in the order of their functions' numbers. */
  add(module: ProbedText): void {
    this.#modules.push(module);
  }

  /**
   * The text of a function or class without the probes in it. It starts somewhere in a module's code, where is
   * known from the first numbered probe in it; the insertions from there on are cut out.
   */
  original(text: string): string {
    const match = NUMBERED.exec(text);
    if (!match) return text;
    const number = Number(match[1]);
    const module = this.#modules.findLast((module) => module.firstFunction <= number);
    if (!module) return text;
    const { slots, inserted } = module;
    const slot = firstSlot(slots, number - module.firstFunction);
    const inText = match.index + match[0].indexOf(match[1], match[0].indexOf("("));
    if (slot === undefined) return text;
    const start = slot - inText;
    const kept: string[] = [];
    let from = 0;
    let before = 0;
    for (let i = 0; i < inserted.length; i += 2) {
      const at = inserted[i] + before - start;
      before += inserted[i + 1];
      if (at < 0) continue;
      if (at >= text.length) break;
      kept.push(text.slice(from, at));
      from = at + inserted[i + 1];
    }
    kept.push(text.slice(from));
    return kept.join("");
  }

  /** Makes `Function.prototype.toString` tell the text without probes. Nothing else about it changes. */
  install(): void {
    const { prototype } = Function;
    const native = prototype.toString;
    const apply = Reflect.apply;
    const original = (text: string): string => text.includes("$tstrace") ? this.original(text) : text;
    const { toString } = {
      toString(this: unknown): string {
        return this === toString ? apply(native, native, []) : original(apply(native, this, []));
      },
    };
    const descriptor = getOwnPropertyDescriptor(prototype, "toString")!;
    Object.defineProperty(prototype, "toString", { ...descriptor, value: toString });
  }
}

function firstSlot(slots: number[], index: number): number | undefined {
  for (let i = 0; i < slots.length; i += 2) if (slots[i + 1] === index) return slots[i];
  return undefined;
}
