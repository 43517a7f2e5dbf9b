#!/usr/bin/env node
// The command of the npm package. In plain JavaScript, so that a Node that cannot run tstrace can still read it.
"use strict";
const childProcess = require("child_process");
const fs = require("fs");
const path = require("path");

const MAIN = path.join(__dirname, "..", "dist", "package", "main.mjs");
const MINIMUM = [22, 15];

function canRun() {
  if (process.versions.bun || process.versions.deno) return true;
  const version = process.versions.node.split(".").map(Number);
  return version[0] > MINIMUM[0] || (version[0] === MINIMUM[0] && version[1] >= MINIMUM[1]);
}

function findOnPath(name) {
  const names = process.platform === "win32" ? [name + ".exe", name + ".cmd"] : [name];
  const folders = (process.env.PATH || "").split(path.delimiter);
  for (const folder of folders) {
    for (const each of names) {
      const file = path.join(folder || ".", each);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        if (fs.statSync(file).isFile()) return file;
      } catch {
        // Not there.
      }
    }
  }
  return undefined;
}

function runIn(executable, words) {
  // Ctrl-C reaches the whole group: what runs there decides.
  process.on("SIGINT", () => {});
  const child = childProcess.spawn(executable, words.concat(MAIN, process.argv.slice(2)), { stdio: "inherit" });
  child.on("error", (error) => {
    process.stderr.write(`tstrace: cannot start ${executable}: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    process.removeAllListeners("SIGINT");
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  });
}

// Node 22 warns of node:sqlite, which it has had since 22.5 and which later versions keep.
function silenceSqliteWarning() {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    if (!/^SQLite is an experimental/.test(String(warning))) emitWarning.call(process, warning, ...rest);
  };
}

function main() {
  silenceSqliteWarning();
  if (canRun()) return import("../dist/package/main.mjs");
  const deno = findOnPath("deno");
  if (deno) return runIn(deno, ["run", "-A"]);
  const bun = findOnPath("bun");
  if (bun) return runIn(bun, []);
  process.stderr.write(
    `tstrace: it runs in Node ${MINIMUM.join(".")} or newer, Deno or Bun, and this is Node ${process.versions.node} ` +
      "without another on PATH: install one of them, or take the executable, which needs none\n",
  );
  process.exit(1);
}

main();
