import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Trace } from "../store/mod.ts";
import { modulePath } from "./source_lines.ts";
import { visible } from "./visible.ts";

/** Terminals take no longer text into their clipboard. */
const MAX_COPY = 75_000;

/** Editors that are told the line in another way than by `+LINE`. */
const BY_COLON = /^(code|code-insiders|codium|cursor|zed|subl|hx|helix|windsurf)(\.exe)?$/;
const WITH_GOTO = /^(code|code-insiders|codium|cursor|windsurf)(\.exe)?$/;

/** What makes a terminal copy a text (OSC 52); undefined where it is too long. */
export function copySequence(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text);
  return bytes.length > MAX_COPY ? undefined : `\x1b]52;c;${Buffer.from(bytes).toString("base64")}\x07`;
}

/** The words that open a file at a line; `editor` may hold options of its own. */
export function editorCommand(editor: string, path: string, line: number): string[] {
  const words = editor.trim().split(/\s+/);
  const name = basename(words[0]);
  if (!BY_COLON.test(name)) return [...words, `+${line}`, path];
  return [...words, ...(WITH_GOTO.test(name) ? ["--goto"] : []), `${path}:${line}`];
}

/**
 * Opens the source of a trace in the user's editor, and waits for its end.
 *
 * @returns what went wrong, as a line for the user; null where nothing did.
 */
export function editSource(trace: Trace | undefined, environment: NodeJS.ProcessEnv): string | null {
  const path = trace?.module ? modulePath(trace.module) : undefined;
  if (!trace || path === undefined || trace.line === null) return "This row has no source file";
  if (!existsSync(path)) return `${visible(path)} is not there any more`;
  const editor = environment.VISUAL || environment.EDITOR || "vi";
  const [command, ...words] = editorCommand(editor, path, trace.line);
  const { error } = spawnSync(command, words, { stdio: "inherit" });
  return error ? `cannot start ${visible(command)}: set EDITOR to your editor` : null;
}
