/** Builds the hook and the dumper's Workers in `dist/`. Runs in Deno, Bun and Node. @module */
import { buildArtefacts } from "./release/artefacts.ts";

buildArtefacts();
