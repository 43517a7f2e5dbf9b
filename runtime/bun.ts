import { readFileSync } from "node:fs";
import process from "node:process";
import { loadCommonJs } from "./bun_commonjs.ts";
import { watchProcess } from "./exit.ts";
import { mapFile } from "./bun_memory.ts";
import { syntaxOf } from "./source.ts";
import type { ModuleTracer, Runtime } from "./types.ts";

/** The part of Bun's own interface that is used here. */
interface BunGlobal {
  nanoseconds(): number;
  plugin(plugin: {
    name: string;
    setup(build: { onLoad(on: { filter: RegExp }, load: (file: { path: string }) => unknown): void }): void;
  }): void;
}

const { Bun } = globalThis as unknown as { Bun: BunGlobal };

/** Bun, from 1.4 on. */
export const bun: Runtime = {
  name: "bun",
  keepsText: false,
  readsSourceMaps: false,
  showsRawStacks: false,
  version: process.versions.bun ?? "",
  now: Bun?.nanoseconds,
  wallMs: () => performance.timeOrigin + performance.now(),
  mayAccess: () => true,
  mapFile,
  hookModules,
  watchExit: watchProcess,
};

function hookModules(tracer: ModuleTracer): void {
  Bun.plugin({
    name: "tstrace",
    setup(build) {
      build.onLoad({ filter: tracer.filter }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const { typescript, jsx, kind } = syntaxOf(path)!;
        const loader = typescript ? (jsx ? "tsx" : "ts") : "jsx";
        const traced = tracer.trace({ path, text, typescript, jsx });
        const code = traced?.code ?? text;
        if (kind === "c" || (kind === "" && traced?.kind === "commonjs")) return loadCommonJs(path, code, loader);
        return { contents: code, loader };
      });
    },
  });
}
