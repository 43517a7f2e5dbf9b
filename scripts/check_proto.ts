/** Checks that the generated protobuf code is what `buf generate` makes now; exits with 1 where it is not. @module */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "./files.ts";

const directory = mkdtempSync(join(tmpdir(), "tstrace-proto-"));
try {
  const bin = join(root, "node_modules", ".bin");
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  execFileSync(join(bin, "buf"), ["generate", "--output", directory], { cwd: root, stdio: "inherit", env });
  const made = readdirSync(join(directory, "proto"));
  if (made.length === 0) throw new Error("buf generate made nothing");
  for (const name of made) {
    const same =
      readFileSync(join(directory, "proto", name), "utf8") === readFileSync(join(root, "proto", name), "utf8");
    if (same) continue;
    console.error(`proto/${name} is not what buf generate makes: run deno task generate`);
    process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
