import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { bunExecutable, plainEnvironment } from "../bundler.ts";
import { root } from "../files.ts";

/** 2026-11-23T10:07:04Z. */
const STARTED_MS = 1795428424000;

/**
 * Records the example shop into the database `path`, then gives what differs from run to run - times, process ids,
 * paths - values that never change. What was called with what, and in which order, is as recorded.
 */
export function recordShop(path: string): void {
  const script = join(root, "examples", "shop", "main.ts");
  const own = ["run", "--quiet", "--runtime", "bun", "--db", path, script, "--orders", "8"];
  const env = { ...plainEnvironment(), PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH}` };
  const result = spawnSync(bunExecutable, [join(root, "main.ts"), ...own], { cwd: root, env, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`the shop was not recorded: ${result.stderr}`);
  const database = new DatabaseSync(path);
  try {
    database.exec(`
      update recordings set started_ms = ${STARTED_MS}, ended_ms = ${STARTED_MS + 20}, cwd = '/home/ada',
        command = 'shop/main.ts --orders 8';
      update processes set pid = 4281, parent_pid = 4280, command = 'bun shop/main.ts --orders 8';
      update modules set path = replace(path, '${root}/examples', '/home/ada');
      update traces set at = 150000 + 9000 * (id - 1) + (id * 7919) % 6000;
      update traces set duration = at - (select began.at from traces as began where began.id = traces.call)
        where duration is not null;
      pragma wal_checkpoint(truncate);
    `);
  } finally {
    database.close();
  }
}
