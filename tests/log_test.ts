/** Events that a program tells of itself. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inDirectory, root, run, runTstrace, targets, traces } from "./runtimes.ts";

const PROGRAM = `import { log, mark } from ${JSON.stringify(pathToFileURL(join(root, "mod.ts")).href)};
mark("start");
function order(id: number): number {
  log("order", { id, tags: ["x"] }, "more");
  return id;
}
async function main(): Promise<void> {
  await null;
  order(7);
  mark("ordered");
}
await main();
queueMicrotask(() => setTimeout(function later() {
  mark("later");
  setTimeout(mark, 1, "outside");
}, 1));
console.log("done");
`;

for (const { name, runtime, path } of targets) {
  test(`an event is recorded in its place, in ${name}`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "program.mts"), PROGRAM);
      writeFileSync(join(cwd, "package.json"), "{}");
      const { status, stdout, stderr } = runTstrace(["run", "--quiet", "--runtime", runtime, "program.mts"], {
        cwd,
        path,
      });
      assert.deepEqual([status, stdout, stderr], [0, "done\n", ""]);
      const rows = traces(cwd);
      const logs = rows.filter(({ kind }) => kind === "log");
      const told = logs.map(({ func, args }) =>
        `${func ?? "-"}: ${args.map(({ name, value }) => `${name}=${value}`).join(" ")}`
      );
      assert.deepEqual(told, [
        '<module>: event="start"',
        'order: event="order" value={id: 7, tags: ["x"]} arg2="more"',
        'main: event="ordered"',
        'later: event="later"',
        '-: event="outside"',
      ]);
      const order = rows.find(({ kind, func }) => kind === "call" && func === "order");
      assert.equal(logs[1].call, order?.id);
      assert.equal(runTstrace(["count", "kind == 'log' and arg.value.id == 7"], { cwd }).stdout, "1\n");
    }));

  test(`a program that tells events does the same untraced, in ${name}`, () =>
    inDirectory((cwd) => {
      writeFileSync(join(cwd, "program.mts"), PROGRAM);
      writeFileSync(join(cwd, "package.json"), "{}");
      const command = runtime === "deno" ? ["deno", "run", "-A", "program.mts"] : [runtime, "program.mts"];
      const { status, stdout } = run(command, { cwd, path });
      assert.deepEqual([status, stdout], [0, "done\n"]);
    }));
}
