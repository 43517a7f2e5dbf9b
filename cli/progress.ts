/** A progress bar on stderr, where that is a terminal. @module */
import { writeSync } from "node:fs";
import process from "node:process";
import type { Progress } from "../analysis/mod.ts";

const WIDTH = 30;

/** A bar with a word in front; `clear` takes it away again. Does nothing where nobody sees it. */
export function progressBar(what: string): { progress: Progress; clear: () => void } {
  if (!process.stderr.isTTY) return { progress: () => {}, clear: () => {} };
  let shown = -1;
  return {
    progress(share) {
      const percent = Math.floor(share * 100);
      if (percent === shown) return;
      shown = percent;
      const full = Math.round(share * WIDTH);
      writeSync(2, `\r${what} [${"#".repeat(full)}${" ".repeat(WIDTH - full)}] ${percent} %`);
    },
    clear: () => void (shown >= 0 && writeSync(2, "\r\x1b[K")),
  };
}
