/** The executable needs nothing beside it: no runtime on PATH, no home directory, no cache. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDirectory, root, run, traces } from "./runtimes.ts";

const executable = join(root, "dist", "tstrace");
const shop = join(root, "examples", "shop", "main.ts");
const skip = existsSync(executable) ? false : "dist/tstrace is not built";

test("a script runs in the embedded runtime where there is no other", { skip }, () =>
  inDirectory((cwd) => {
    const cache = join(cwd, "cache");
    const env = { HOME: join(cwd, "nobody"), XDG_CACHE_HOME: cache };
    const result = run([executable, "run", "--runtime", "embedded", shop, "--orders", "3"], { cwd, env });
    assert.equal(result.status, 0, result.stderr);
    assert.match(result.stdout, /^order 1 for Grace/);
    assert.ok(traces(cwd).some(({ func }) => func === "Cart.total"));
    const files = join(cache, "tstrace", "files");
    assert.equal(statSync(files).mode & 0o777, 0o700);
    assert.equal(readdirSync(files).length, 3);
  }));

test("a file in the cache that was changed is put right again", { skip }, () =>
  inDirectory((cwd) => {
    const env = { XDG_CACHE_HOME: cwd };
    const words = [executable, "run", "--quiet", "true"];
    assert.equal(run(words, { cwd, env }).status, 0);
    const files = join(cwd, "tstrace", "files");
    const hook = join(files, readdirSync(files).find((name) => name.endsWith("hook.cjs")) as string);
    const good = readFileSync(hook);
    writeFileSync(hook, "throw new Error('changed');\n");
    assert.equal(run(words, { cwd, env }).status, 0);
    assert.deepEqual(readFileSync(hook), good);
  }));

test("without a cache that can be written the program is traced all the same", { skip }, () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, "cache"), "in the way");
    mkdirSync(join(cwd, "home"));
    chmodSync(join(cwd, "home"), 0o555);
    const env = { HOME: join(cwd, "home"), XDG_CACHE_HOME: join(cwd, "cache") };
    const result = run([executable, "run", "--runtime", "embedded", shop, "--orders", "1"], { cwd, env });
    assert.equal(result.status, 0, result.stderr);
    assert.ok(traces(cwd).length > 0);
  }));

test("a .env file in the working directory is not read by tstrace", { skip }, () =>
  inDirectory((cwd) => {
    writeFileSync(join(cwd, ".env"), "FROM_FILE=yes\n");
    const result = run([executable, "run", "--quiet", "sh", "-c", "echo ${FROM_FILE:-no}"], { cwd });
    assert.equal(result.stdout, "no\n");
  }));
