import process from "node:process";
import type { Runtime } from "../runtime/types.ts";
import { FunctionTexts } from "./function_text.ts";
import type { LoadInstrumenter } from "./instrumenter.ts";
import { Modules } from "./modules.ts";
import { probes } from "./probes.ts";
import { chooseSecrets } from "./secret.ts";
import type { Settings } from "./settings.ts";
import { Stacks } from "./stacks.ts";
import type { Transport } from "./transport.ts";

/** The tracer of a program's modules, and what keeps texts and stacks as they are untraced. */
export interface ProgramModules {
  tracer: Modules;
  texts: FunctionTexts;
  stacks: Stacks;
}

/** Makes ready to trace modules; `announce` is told of each before it runs, `load` gives what puts probes in. */
export function programModules(
  settings: Pick<Settings, "selection" | "cacheDir" | "secrets">,
  runtime: Runtime,
  announce: Transport["announce"],
  load: LoadInstrumenter,
): ProgramModules {
  const instrumenter = once(() => load(settings.secrets));
  const texts = new FunctionTexts();
  texts.install(runtime.keepsText);
  const stacks = new Stacks(runtime.describeSite);
  if (runtime.showsRawStacks && !runtime.readsSourceMaps) stacks.install();
  const { selection, cacheDir } = settings;
  const options = { selection, cacheDir, secrets: chooseSecrets(settings.secrets), instrumenter };
  const warned = new Set<string>();
  const tracer = new Modules(options, runtime, {
    traced(module, made, text, mapped) {
      defineProbes(made.probes);
      if (runtime.showsRawStacks && !mapped) {
        stacks.install();
        stacks.add(module.path, text.text, made.inserted);
      }
      const { firstFunction, functions } = module;
      const printed = runtime.print && once(() => {
        const code = runtime.print!(text);
        return code === undefined ? undefined : new (instrumenter().PrintedText)(text.text, text, code, functions);
      });
      const reprinted = runtime.takesPlainText && !made.plain;
      texts.add({ firstFunction, slots: made.slots, inserted: made.inserted, reprinted, printed });
      announce({ module });
    },
    untraced(path, reason) {
      if (!warned.has(path)) warn(`${path} runs untraced: ${reason}`);
      warned.add(path);
    },
  });
  return { tracer, texts, stacks };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The probes are reached by a global that no enumeration shows. */
function defineProbes(name: string): void {
  if (!Object.hasOwn(globalThis, name)) Object.defineProperty(globalThis, name, { value: probes });
}

/** Says what the user should know. */
export function warn(message: string): void {
  process.stderr.write(`tstrace: ${message}\n`);
}
