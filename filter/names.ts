import type { StoreReader } from "../store/mod.ts";

/** A function that traces can be of. */
export interface NamedFunction {
  id: number;
  name: string;
  /** Absolute path or URL. */
  module: string;
  params: readonly string[];
}

/** A thread that traces can be of. */
export interface NamedThread {
  id: number;
  pid: number;
  tid: number;
  /** Working directory of its recording. */
  cwd: string;
}

const FUNCTIONS = `SELECT functions.id, name, path, params FROM functions JOIN modules ON modules.id = module
  WHERE functions.id > ? ORDER BY functions.id`;
const THREADS = `SELECT threads.id, processes.pid, tid, cwd FROM threads JOIN processes ON processes.id = process
  JOIN recordings ON recordings.id = recording WHERE threads.id > ? ORDER BY threads.id`;

function parameterNames(json: string): string[] {
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}

/** The small tables of a database, kept in memory. They only grow; `refresh` fetches what is new. */
export class Names {
  readonly functions: NamedFunction[] = [];
  readonly threads: NamedThread[] = [];
  readonly #reader: StoreReader;

  constructor(reader: StoreReader) {
    this.#reader = reader;
    this.refresh();
  }

  /** Fetches what was added since; whether there was anything. */
  refresh(): boolean {
    const functions = this.#reader.query(FUNCTIONS, [this.functions.at(-1)?.id ?? 0]);
    for (const row of functions) {
      const params = parameterNames(String(row.params));
      this.functions.push({ id: Number(row.id), name: String(row.name), module: String(row.path), params });
    }
    const threads = this.#reader.query(THREADS, [this.threads.at(-1)?.id ?? 0]);
    for (const row of threads) {
      this.threads.push({ id: Number(row.id), pid: Number(row.pid), tid: Number(row.tid), cwd: String(row.cwd) });
    }
    return functions.length > 0 || threads.length > 0;
  }
}
