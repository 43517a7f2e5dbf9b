import { shownModule } from "../filter/module.ts";
import type { StoreReader } from "../store/mod.ts";

/** A function that calls are of. */
export interface CatalogueFunction {
  /** `functions.id`; 0 for one that is not known. */
  id: number;
  name: string;
  /** Its module as it is shown: relative to the working directory of the recording. */
  module: string;
  /** Absolute path or URL of its module. */
  path: string;
  /** Where it is defined, from 1. */
  line: number;
  column: number;
  /** `function`, `arrow`, `method`, `async`, `module`, … */
  kind: string;
  params: readonly string[];
}

/** A thread that was traced. */
export interface CatalogueThread {
  /** `threads.id`. */
  id: number;
  /** `processes.id`, which unlike the pid is not used twice. */
  process: number;
  pid: number;
  tid: number;
  name: string;
  /** Name and version, such as `node 24.21.0`. */
  runtime: string;
  command: string;
}

/** The small tables of a database: what the ids in its traces stand for. */
export interface Catalogue {
  /** By id; index 0 is the function that is not known. */
  readonly functions: readonly CatalogueFunction[];
  readonly threads: ReadonlyMap<number, CatalogueThread>;
  function(id: number): CatalogueFunction;
}

const UNKNOWN: CatalogueFunction = {
  id: 0,
  name: "?",
  module: "?",
  path: "",
  line: 0,
  column: 0,
  kind: "function",
  params: [],
};

function parameterNames(json: unknown): string[] {
  try {
    const names: unknown = JSON.parse(String(json));
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}

/** Reads the small tables. Throws a `TstraceError` where the database is damaged. */
export function readCatalogue(reader: StoreReader): Catalogue {
  const cwd = reader.recordings().at(-1)?.cwd ?? "";
  const functions: CatalogueFunction[] = [UNKNOWN];
  const rows = reader.query(
    `SELECT functions.id, name, path, line, col, kind, params FROM functions JOIN modules ON modules.id = module`,
    [],
  );
  for (const row of rows) {
    const path = String(row.path);
    const id = Number(row.id);
    functions[id] = {
      id,
      name: String(row.name),
      module: shownModule(path, cwd),
      path,
      line: Number(row.line),
      column: Number(row.col),
      kind: String(row.kind),
      params: parameterNames(row.params),
    };
  }
  const threads = reader.query(
    `SELECT threads.id, process, pid, tid, name, runtime, command FROM threads
     JOIN processes ON processes.id = process ORDER BY threads.id`,
    [],
  ).map((row): CatalogueThread => ({
    id: Number(row.id),
    process: Number(row.process),
    pid: Number(row.pid),
    tid: Number(row.tid),
    name: String(row.name),
    runtime: String(row.runtime),
    command: String(row.command),
  }));
  return {
    functions,
    threads: new Map(threads.map((thread) => [thread.id, thread])),
    function: (id) => functions[id] ?? UNKNOWN,
  };
}
