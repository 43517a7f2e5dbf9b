/**
 * What turns a module into one with probes. Where a program is traced this is loaded when the first module has to be
 * instrumented, as most come from the cache: the parser takes longer to load than all the rest of the tracer.
 *
 * @module
 */
import { chooseSecrets, type Secrets } from "../secret.ts";
import { instrument } from "./instrument.ts";
import { PrintedText } from "./printed_text.ts";

export { fillSlots } from "./edits.ts";
export { instrument };

/** The instrumenter, as it is loaded. */
export interface Instrumenter {
  instrument: typeof instrument;
  PrintedText: typeof PrintedText;
}

/** Makes the instrumenter ready: a parameter whose name is in `secrets` is not recorded. */
export function createInstrumenter(secrets?: Secrets): Instrumenter {
  // It may have been compiled apart from the rest of the tracer, with a copy of this of its own.
  chooseSecrets(secrets);
  return { instrument, PrintedText };
}
