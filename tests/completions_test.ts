/** The completions in the shells that are installed here, typed into a terminal, and the manual page in groff. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Outcome, Step } from "./reader_protocol.ts";
import { environment, inDirectory, root, runTstrace, targets } from "./runtimes.ts";

const terminal = fileURLToPath(new URL("./reader_terminal.ts", import.meta.url));
const bun = targets.find((target) => target.name === "Bun")?.plain[0] ?? "bun";

/** A shell without its user's settings, which has just read the completions in `script`. */
const SHELLS: Record<string, { path: string; command: (script: string) => string[] }> = {
  bash: {
    path: "/bin/bash",
    command: (script) => ["/bin/bash", "--noprofile", "--rcfile", script, "-i"],
  },
  zsh: { path: "/usr/bin/zsh", command: () => ["/usr/bin/zsh", "-i"] },
  fish: { path: "/usr/bin/fish", command: (script) => ["/usr/bin/fish", "-C", `source "${script}"`] },
};

for (const [name, { path, command }] of Object.entries(SHELLS)) {
  const skip = existsSync(path) ? false : `there is no ${name} here`;

  test(`${name} completes commands, options, their values and files`, { skip }, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "program.ts"), "");
      const outcome = typed(name, command, cwd, [
        { send: "tstrace ru\t" },
        { wait: "tstrace run" },
        { send: " --trans\t" },
        { wait: "run +--transport" },
        { send: " sha\t" },
        { wait: "--transport[ =]+shared" },
        { send: " progr\t" },
        { wait: "shared +program\\.ts" },
        { send: "\x15tstrace completions po\t" },
        { wait: "completions powershell" },
        { send: "\x15exit\r" },
        { exit: true },
      ]);
      assert.equal(outcome.failure, null, outcome.failure ?? "");
    }));
}

function typed(name: string, command: (script: string) => string[], cwd: string, steps: Step[]): Outcome {
  const script = join(cwd, "completions", name);
  mkdirSync(dirname(script));
  const { stdout, stderr } = runTstrace(["completions", name], { cwd });
  assert.equal(stderr, "");
  const start = { bash: "PS1='$ '\n", zsh: "PS1='%% '\nautoload -U compinit\ncompinit -u -D\n", fish: "" }[name];
  // A prompt of the shell's own, then the completions as a user would load them.
  writeFileSync(script, start + stdout);
  writeFileSync(join(cwd, ".zshrc"), start + stdout);
  const scenario = {
    command: ["/bin/sh", "-c", 'cd "$0" && exec "$@"', cwd, ...command(script)],
    columns: 100,
    lines: 12,
    env: { HOME: cwd, ZDOTDIR: cwd },
    database: "",
    steps: [{ wait: "[$%>#] *$" }, ...steps],
  };
  const played = spawnSync(bun, [terminal], {
    input: JSON.stringify(scenario),
    encoding: "utf8",
    env: environment({ path: dirname(bun) }),
    cwd: root,
    timeout: 120_000,
  });
  assert.notEqual(played.stdout, "", played.stderr);
  return JSON.parse(played.stdout);
}

const groff = "/usr/bin/groff";

test(
  "groff has no complaint about the manual page",
  { skip: existsSync(groff) ? false : "there is no groff here" },
  () =>
    inDirectory((cwd) => {
      const page = runTstrace(["man"], { cwd }).stdout;
      const result = spawnSync(groff, ["-man", "-ww", "-Tutf8"], { input: page, encoding: "utf8" });
      assert.equal(result.stderr, "");
      // Bold letters are overstruck.
      assert.match(result.stdout.replaceAll(/.[\b]/g, ""), /tstrace run \[options\] <script or command>/);
    }),
);
