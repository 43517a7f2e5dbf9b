import type { FunctionRow, StoreWriter } from "../store/mod.ts";
import { TextBuffer, utf8 } from "./text.ts";
import type { FunctionInfo, ModuleInfo } from "./types.ts";

/** More functions in one process are not told apart. */
const MAX_FUNCTIONS = 1 << 24;

/** A function that a record can name. */
export interface KnownFunction {
  /** `functions.id`; 0 while the function is not in the database. */
  row: number;
  /** The names of its parameters as the column `args` has them, each with what separates it from the value. */
  readonly names: readonly Uint8Array[];
  /** How many bytes all names are. */
  readonly nameBytes: number;
  readonly module: string;
  /** Whether a call of it may be suspended. */
  readonly suspends: boolean;
  readonly info: FunctionInfo;
}

/** A name in the column `args`, with the separator behind it. */
export function argumentName(name: string): Uint8Array {
  const source = utf8(name);
  const text = new TextBuffer();
  text.reserve(source.length * 4 + 1);
  text.escaped(source, 0, source.length, false);
  text.byte(0x1f);
  return text.bytes.slice(0, text.length);
}

/** The functions that a process has announced. They come into the database when a record first names them. */
export class FunctionTable {
  #functions: (KnownFunction | undefined)[] = [];
  /** Those that came into the database by the transaction that is open. */
  #fresh: KnownFunction[] = [];
  readonly #names = new Map<string, Uint8Array>();

  /** Takes in a module. Of one that makes no sense nothing is taken. */
  add(module: ModuleInfo): void {
    const { path, firstFunction, functions } = module;
    if (!Number.isInteger(firstFunction) || firstFunction < 0 || firstFunction > MAX_FUNCTIONS - functions.length) {
      return;
    }
    while (this.#functions.length < firstFunction) this.#functions.push(undefined);
    for (let i = 0; i < functions.length; i++) {
      const names = functions[i].params.map((name) => this.#name(name));
      const nameBytes = names.reduce((sum, name) => sum + name.length, 0);
      const suspends = /async|generator|module/.test(functions[i].kind);
      this.#functions[firstFunction + i] = { row: 0, names, nameBytes, module: path, suspends, info: functions[i] };
    }
  }

  /** All numbers are below this. */
  get size(): number {
    return this.#functions.length;
  }

  /** The function of this number; undefined where none was announced. */
  get(id: number): KnownFunction | undefined {
    return this.#functions[id];
  }

  /** `functions.id` of a function; inside a transaction. */
  row(known: KnownFunction, store: StoreWriter): number {
    if (known.row === 0) {
      const { name, line, column, kind, params } = known.info;
      const row: FunctionRow = { name, line, column, kind, params };
      known.row = store.addFunctions(known.module, [row])[0];
      this.#fresh.push(known);
    }
    return known.row;
  }

  /** The transaction ended: what it brought into the database is there, or is not. */
  settle(committed: boolean): void {
    if (!committed) { for (const known of this.#fresh) known.row = 0; }
    this.#fresh = [];
  }

  #name(name: string): Uint8Array {
    let bytes = this.#names.get(name);
    if (bytes === undefined) {
      bytes = argumentName(name);
      this.#names.set(name, bytes);
    }
    return bytes;
  }
}
