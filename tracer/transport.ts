import type { TracedModuleInfo } from "./modules.ts";

/** A traced thread, as the dumper is to know it. */
export interface ThreadInfo {
  process: { pid: number; parentPid: number; runtime: string; command: string; transport: string; recordNs: number };
  tid: number;
  threadName: string;
}

/** The recording is over, though the program goes on: nothing is to be recorded any more, and nothing to be said. */
export class RecordingEnded extends Error {}

/** What the dumper is told beside the records. */
export interface Announcement {
  module: TracedModuleInfo;
}

/** How a thread's records get to the dumper. */
export interface Transport {
  /** Zeroed bytes for the ring. */
  ring: ArrayBufferLike;
  /** Has the dumper begin, now that the ring was made in its bytes; absent where it finds the ring by itself. */
  start?(): void;
  /** Tells of a module before any of its code runs. */
  announce(announcement: Announcement): void;
  /**
   * Waits until all that was recorded is stored; absent where nothing needs to be waited for, as the records outlive
   * the program.
   */
  flush?(): void;
  /** Takes nothing more; after `flush`. Absent where that needs nothing. */
  end?(): void;
}
