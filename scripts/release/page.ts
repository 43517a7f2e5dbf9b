/** The page of reports, in one file. @module */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleText } from "../bundler.ts";
import { root } from "../files.ts";

const folder = join(root, "report", "page");

/** What page.html has in their places. */
const STYLE = '<link rel="stylesheet" href="style.css">';
const SCRIPT = '<script src="main.ts" type="module"></script>';
const POLICY = "default-src 'none'";

/**
 * Makes report/page/ one text of HTML, with its style and its script inside. Nothing else in it may run or be loaded:
 * the policy names both by their hashes.
 */
export function makePage(): string {
  const style = `\n${readFileSync(join(folder, "style.css"), "utf8")}`;
  const script = bundleText(join(folder, "main.ts"));
  if (/<\/script|<!--/i.test(script)) throw new Error("the script of the page holds what would end it");
  const policy = [
    ...[POLICY, `script-src ${hash(script)}`, `style-src ${hash(style)}`, "base-uri 'none'", "form-action 'none'"],
    ...["require-trusted-types-for 'script'", "trusted-types 'none'"],
  ].join("; ");
  let page = readFileSync(join(folder, "page.html"), "utf8");
  const parts = [[POLICY, policy], [STYLE, `<style>${style}</style>`], [SCRIPT, `<script>${script}</script>`]] as const;
  for (const [place, text] of parts) {
    if (page.split(place).length !== 2) throw new Error(`page.html must hold ${place} once`);
    page = page.replace(place, () => text);
  }
  return page;
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
