/** A module of the program on its way from the disk to the engine. */
export interface ModuleText {
  /** Absolute path. */
  path: string;
  text: string;
  typescript: boolean;
  jsx: boolean;
}

/** A module with probes. */
export interface TracedModule {
  code: string;
  /** Whether it is written as an ES module, as CommonJS, or could be either. */
  kind: "module" | "commonjs" | "either";
}

/** What the tracer does with the modules of the program. */
export interface ModuleTracer {
  /** Whether the module at this absolute path is to be traced. */
  wants(path: string): boolean;
  /** The module with probes, or undefined where it cannot be had: then it runs as it is. */
  trace(module: ModuleText): TracedModule | undefined;
  /** A regular expression that matches only paths that are wanted. */
  readonly filter: RegExp;
}

/** What the tracer has to know of the end of the program. */
export interface ExitWatcher {
  /** The program is about to end. May be called more than once. Absent where its end needs no attention. */
  flush?: (() => void) | undefined;
  /** The program is about to end, as nobody catches this. */
  uncaught(error: unknown): void;
}

/** What differs from one JavaScript runtime to the other for a program that is traced. */
export interface Runtime {
  readonly name: "deno" | "bun" | "node";
  readonly version: string;
  /** Whether the engine runs the very text that a loader hook returns, and so tells it as a function's text. */
  readonly keepsText: boolean;
  /** Whether the runtime reads a source map at the end of that text. */
  readonly readsSourceMaps: boolean;
  /** Whether stacks of errors show the places in that text, whatever source maps say. */
  readonly showsRawStacks: boolean;
  /** The monotonic clock, ns since an origin of its own. */
  now(): number;
  /** The wall clock, ms since 1970 with a fraction, as fine as there is. */
  wallMs(): number;
  /** Whether the file or directory may be used so; never asks the user. */
  mayAccess(path: string, mode: "read" | "write"): boolean;
  /**
   * Maps the first `length` bytes of a file into memory, shared with other processes; undefined where that cannot be
   * done. `library` is the path of koffi's, which Node needs for it.
   */
  mapFile(path: string, length: number, library: string): ArrayBuffer | undefined;
  /** Has each module of the program go through `tracer` before it is run. */
  hookModules(tracer: ModuleTracer): void;
  /** Tells `watcher` of the end of the program, without being the cause of any other end. */
  watchExit(watcher: ExitWatcher): void;
}
