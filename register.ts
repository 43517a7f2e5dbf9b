/**
 * Traces the program that loads this, from here on: `node --import tstrace/register main.js`,
 * `bun --preload tstrace/register main.ts`, `deno run --preload npm:tstrace/register main.ts`.
 *
 * @module
 */
import { register } from "./library/mod.ts";

register();
