import { FunctionTable } from "./functions.ts";
import type { ProcessInfo } from "./types.ts";

/** A process that is traced, and its row in the database. */
export class TracedProcess {
  readonly info: ProcessInfo;
  /** `processes.id`; 0 while the process is not in the database. */
  row = 0;
  /** Whether it comes into the database by the transaction that is open. */
  isNew = true;

  constructor(info: ProcessInfo) {
    this.info = info;
  }

  /** The process is in the database already, with this row. */
  resume(row: number): void {
    this.row = row;
    this.isNew = false;
  }
}

/** Where the records of a ring come from: a process, and the functions that its records name by number. */
export class Source {
  /** Tells it apart from others. */
  readonly name: string;
  readonly process: TracedProcess;
  readonly functions: FunctionTable = new FunctionTable();

  constructor(name: string, process: TracedProcess) {
    this.name = name;
    this.process = process;
  }
}
