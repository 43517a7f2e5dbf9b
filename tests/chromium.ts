/// <reference lib="dom" />
/** Chromium, for tests and measurements of pages. It is no dependency: a system has it, or the tests say so. */
import { existsSync } from "node:fs";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";

/** Where Chromium is; undefined where there is none. `TSTRACE_TEST_CHROMIUM` names another place. */
export const chromiumPath: string | undefined = [
  process.env.TSTRACE_TEST_CHROMIUM,
  ...["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
].find((path): path is string => path !== undefined && existsSync(path));

/** Why tests with Chromium are left out; false where they are not. */
export const withoutChromium: string | false = chromiumPath === undefined
  ? "no Chromium here: apt-get install chromium, or set TSTRACE_TEST_CHROMIUM"
  : false;

/** Starts it without a window. */
export function launchChromium(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: chromiumPath, args });
}
