import { dirname } from "node:path";
import { Header } from "../ring/layout.ts";
import { publish } from "../ring/writer.ts";
import type { RingWriter } from "../ring/writer.ts";
import type { ModuleText, ModuleTracer, Runtime, TracedModule } from "../runtime/types.ts";
import { createInstrumenter } from "./instrument/mod.ts";
import { savePristine, withPristine } from "./pristine.ts";
import { offerEvents } from "./log.ts";
import { type ProgramModules, programModules } from "./program_modules.ts";
import { recordEvent, recordInto } from "./recorder.ts";
import type { Settings } from "./settings.ts";
import { openRing, uncaughtWatcher } from "./trace_program.ts";
import type { Announcement, Transport } from "./transport.ts";

/**
 * Traces the thread that it runs in from the inside, for as long as it is told to: each module that is loaded meanwhile.
 * There can be one in a thread.
 */
export class InsideTracer implements ModuleTracer {
  readonly #runtime: Runtime;
  #settings!: Settings;
  #modules: ProgramModules | undefined;
  /** What a dumper has to know of the modules that have probes. */
  readonly #announced: Announcement[] = [];
  #opened: { ring: RingWriter; transport: Transport } | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  get filter(): RegExp {
    return this.#modules!.tracer.filter;
  }

  get queryFilter(): RegExp {
    return this.#modules!.tracer.queryFilter;
  }

  /** Starts, or starts again; what is traced is what the first `settings` say. */
  start(settings: Settings): void {
    this.#settings = settings;
    const opened = openRing(settings, this.#runtime);
    if (!opened) return;
    this.#opened = opened;
    for (const announcement of this.#announced) opened.transport.announce(announcement);
    recordInto(opened.ring, this.#runtime.now, settings.budget);
    if (this.#modules) return;
    offerEvents(recordEvent);
    this.#modules = programModules(settings, this.#runtime, (announcement) => {
      this.#announced.push(announcement);
      this.#opened?.transport.announce(announcement);
    }, createInstrumenter);
    this.#runtime.hookModules(this, dirname(settings.hook));
    savePristine();
    this.#runtime.watchExit({
      flush: () => this.flush(),
      undisturbed: withPristine,
      ...uncaughtWatcher(() => this.#settings),
    });
  }

  /** Waits until all that was recorded is stored. */
  flush(): void {
    if (!this.#opened) return;
    publish(this.#opened.ring);
    this.#opened.transport.flush?.();
  }

  /** Records nothing more, and waits until all that was recorded is stored. */
  stop(): void {
    if (!this.#opened) return;
    Atomics.store(this.#opened.ring.ints, Header.CONTROL, 0);
    this.flush();
    this.#opened.transport.end?.();
    this.#opened = undefined;
  }

  wants(path: string): boolean {
    return this.#opened !== undefined && this.#modules!.tracer.wants(path);
  }

  undisturbed<T>(body: () => T): T {
    return withPristine(body);
  }

  skip(path: string, reason: string): void {
    this.#modules!.tracer.skip(path, reason);
  }

  trace(module: ModuleText): TracedModule | undefined {
    return this.#opened && this.#modules!.tracer.trace(module);
  }

  traceForThread(module: ModuleText): TracedModule | undefined {
    return this.#opened && this.#modules!.tracer.traceForThread(module);
  }
}
