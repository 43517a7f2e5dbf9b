import process from "node:process";
import { bun } from "./bun.ts";
import { deno } from "./deno.ts";
import { node } from "./node.ts";
import type { Runtime } from "./types.ts";

/** The runtime that this code runs in. The only place that finds out. */
export function currentRuntime(): Runtime {
  if (process.versions.bun) return bun;
  if ("Deno" in globalThis) return deno;
  return node;
}
