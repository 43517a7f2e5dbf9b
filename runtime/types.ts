import type { Disguise } from "./stand_in.ts";

/** A module of the program on its way from the disk to the engine. */
export interface ModuleText {
  /** Absolute path. */
  path: string;
  text: string;
  typescript: boolean;
  jsx: boolean;
  /** Whether the engine will see the code itself, whatever source maps say. */
  unmapped?: boolean;
  /** Whether the runtime finds an error in the text; asked only of what was never traced before. */
  refused?: () => boolean;
}

/** A module with probes. */
export interface TracedModule {
  code: string;
  /** What the text tells of its kind: certainly an ES module or CommonJS, or how it hangs on its package. */
  kind: "module" | "commonjs" | "requires" | "mixed" | "either";
  /** Whether the code is JavaScript that needs no compiler. */
  plain: boolean;
  /** Where it is plain: the names of CommonJS, such as `require`, that it refers to without declaring them. */
  names: string[];
  /** What it imports by a path and as something else than code: path as written, and type. */
  assets: { path: string; type: string }[];
  /** The mappings of a source map from the code to the module's text. */
  mappings: string;
}

/** What the tracer does with the modules of the program. */
export interface ModuleTracer {
  /** Whether the module at this absolute path is to be traced. */
  wants(path: string): boolean;
  /** Says, once, that a module runs as it is. */
  skip(path: string, reason: string): void;
  /** The module with probes, or undefined where it cannot be had: then it runs as it is. */
  trace(module: ModuleText): TracedModule | undefined;
  /**
   * The same for code that no loader sees, which another thread is started with. It is for that thread to call
   * `trace` with the same module, ahead of all others.
   */
  traceForThread(module: ModuleText): TracedModule | undefined;
  /** Runs `body` with the language as it was before the program changed it. */
  undisturbed<T>(body: () => T): T;
  /** A regular expression that matches only paths that are wanted. */
  readonly filter: RegExp;
  /** The same for a path with a query or fragment behind it. */
  readonly queryFilter: RegExp;
}

/** A thread of a traced process. */
export interface ThreadInfo {
  /** From 1, which is the main thread. */
  tid: number;
  name: string;
}

/** What the runtime needs to have the hook come along into other threads and processes. */
export interface Following {
  /** Absolute path of the hook file. */
  hook: string;
  tracer: ModuleTracer;
  /** Has `Function.prototype.toString` show `standIn` as it shows `native`. */
  disguise: Disguise;
  /** To be called when the program has its stacks mapped by source maps from now on. */
  onSourceMaps(): void;
}

/** What the tracer has to know of the end of the program. */
export interface ExitWatcher {
  /** The program is about to end. May be called more than once. Absent where its end needs no attention. */
  flush?: (() => void) | undefined;
  /** The program is about to end, as nobody catches this. */
  uncaught(error: unknown): void;
  /** The same of a rejection, where a runtime does not tell of it by the way: only if it is there. */
  rejected?(reason: unknown): void;
  /** Runs `body` with the language as it was before the program changed it. */
  undisturbed<T>(body: () => T): T;
}

/** What differs from one JavaScript runtime to the other for a program that is traced. */
export interface Runtime {
  readonly name: "deno" | "bun" | "node";
  readonly version: string;
  /** Whether the engine runs the very text that a loader hook returns, and so tells it as a function's text. */
  readonly keepsText: boolean;
  /** Whether the runtime reads a source map at the end of that text. */
  readonly readsSourceMaps: boolean;
  /** Whether a debugger may be there, which reads it although the runtime does not. */
  readonly isDebugged?: boolean;
  /** Whether modules are handed over without their types, wherever that makes them JavaScript. */
  readonly takesPlainText: boolean;
  /** What the runtime's own compiler makes of a module, where functions tell that as their text. */
  print?(module: ModuleText): string | undefined;
  /** Whether stacks of errors show the places in a text without a source map, and how they do can be changed. */
  readonly showsRawStacks: boolean;
  /** A place in a stack (V8's `CallSite`) as the runtime writes it, if not as it writes itself. */
  describeSite?(site: never): string;
  /** The monotonic clock, ns since an origin of its own. */
  now(): number;
  /** The wall clock, ms since 1970 with a fraction, as fine as there is. */
  wallMs(): number;
  /**
   * The machine's monotonic clock, ns, which is the same in all processes; 0 where it cannot be read.
   */
  monotonicNs(): number;
  /** Whether the file or directory may be used so; never asks the user. */
  mayAccess(path: string, mode: "read" | "write"): boolean;
  /** The system's own number of this thread; 0 where it is not known. `library` is koffi's, as for `mapFile`. */
  systemTid(library: string): number;
  /** Whether there is a process of this number; true where that cannot be told. */
  isAlive(pid: number): boolean;
  /** Why no file in this directory can be mapped, and what it would take; undefined where nothing is known to forbid it. */
  refusesMapping?(directory: string): string | undefined;
  /**
   * Maps the first `length` bytes of a file into memory, shared with other processes; undefined where that cannot be
   * done. `library` is the path of koffi's, which Node needs for it.
   */
  mapFile(path: string, length: number, library: string): ArrayBuffer | undefined;
  /**
   * Gives an empty file `length` bytes, all zeros, and room for them; false where that cannot be done at a word, or
   * there is no room.
   */
  reserveFile(path: string, length: number, library: string): boolean;
  /** Gives the memory of a file's first `length` bytes back; whoever has it mapped finds zeros there. */
  freeFile(path: string, length: number, library: string): void;
  /**
   * Has each module of the program go through `tracer` before it is run. `directory` is the recording's own; it may
   * be that nothing can be written there.
   */
  hookModules(tracer: ModuleTracer, directory: string): void;
  /** The thread that this is. */
  thread(): ThreadInfo;
  /** Has the hook come along into each thread and child process that the program starts. Call it after `hookModules`. */
  follow(following: Following): void;
  /** Tells `watcher` of the end of the program, without being the cause of any other end. */
  watchExit(watcher: ExitWatcher): void;
  /** Frees what is not used any more; absent where a runtime cannot be asked to. */
  collectGarbage?(): void;
}
