import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import type { Artefacts } from "./artefacts.ts";
import { isMusl } from "./c_library.ts";

/**
 * The files of the npm package, which lie in `directory`, and koffi's library where npm has installed it: without it
 * Node stores its traces by a Worker.
 *
 * @public
 */
export function installedArtefacts(directory: string): Artefacts {
  const own = (name: string): string => join(directory, name);
  return {
    "hook.cjs": own("hook.cjs"),
    "dumper.mjs": own("dumper.mjs"),
    "koffi.node": nativeLibrary(directory),
    "report.html": own("report.html"),
  };
}

function nativeLibrary(directory: string): string {
  const { platform, arch } = process;
  try {
    const require = createRequire(join(directory, "main.mjs"));
    const manifest = require.resolve(`@koromix/koffi-${platform}-${arch}/package.json`);
    return join(dirname(manifest), `${isMusl() ? "musl" : platform}_${arch}`, "koffi.node");
  } catch {
    return "";
  }
}
