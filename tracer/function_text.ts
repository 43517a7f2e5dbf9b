import { getOwnPropertyDescriptor, weakMapGet, weakMapSet } from "./intrinsics.ts";
import type { PrintedText } from "./instrument/printed_text.ts";

/** What is needed to find the original text of a module's functions. */
export interface ProbedText {
  firstFunction: number;
  /** Offsets in the code of the functions' numbers, and their index in the module; in pairs. */
  slots: number[];
  /** What was inserted: offset in the source, number of characters; in pairs. */
  inserted: number[];
  /** Whether the engine was given something else than the code: then functions do not have the text that they have there. */
  reprinted?: boolean;
  /** The texts that the functions have without probes, where the runtime prints them anew. */
  printed?: (() => PrintedText | undefined) | undefined;
}

const ENTERED = /\$tstrace\d*\.(?:e[0-5n]|[am])\((\d+)\s*[,)]/g;
const NUMBERED = /\$tstrace\d*\.\w+\((?:\$tstrace\d*_\w,)?(\d+) *[,)]/;

/** The text of functions as their program, or the runtime, wrote it. */
export class FunctionTexts {
  readonly #modules: ProbedText[] = [];
  readonly #natives = new WeakMap<object, object>();

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
    const printed = module.printed && this.#printed(module, text);
    if (printed !== undefined || module.reprinted) return printed ?? text;
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

  #printed(module: ProbedText, text: string): string | undefined {
    try {
      const indexes = [...text.matchAll(ENTERED)].map((match) => Number(match[1]) - module.firstFunction);
      return module.printed?.()?.find(indexes, text.startsWith("class"));
    } catch {
      return undefined;
    }
  }

  /** Has the text of `standIn` be that of `native`, which it stands for. */
  disguise(standIn: object, native: object): void {
    weakMapSet(this.#natives, standIn, native);
  }

  /**
   * Makes `Function.prototype.toString` tell the text without probes, if `restores`, and that of what is disguised.
   * Nothing else about it changes.
   */
  install(restores: boolean): void {
    const { prototype } = Function;
    const native = prototype.toString;
    const apply = Reflect.apply;
    const natives = this.#natives;
    const original = (text: string): string => restores && text.includes("$tstrace") ? this.original(text) : text;
    const { toString } = {
      toString(this: unknown): string {
        return original(apply(native, typeof this === "function" ? weakMapGet(natives, this) ?? this : this, []));
      },
    };
    this.disguise(toString, native);
    const descriptor = getOwnPropertyDescriptor(prototype, "toString")!;
    Object.defineProperty(prototype, "toString", { ...descriptor, value: toString });
  }
}

function firstSlot(slots: number[], index: number): number | undefined {
  for (let i = 0; i < slots.length; i += 2) if (slots[i + 1] === index) return slots[i];
  return undefined;
}
