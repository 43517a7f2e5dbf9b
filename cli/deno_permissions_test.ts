import assert from "node:assert/strict";
import { test } from "node:test";
import { avoidsDevices, denoPermissions } from "./deno_permissions.ts";

const PATHS = { database: "/w/t.sqlite", readable: ["/tmp/r", "/a,b"] };
const READ = "--allow-read=/tmp/r,/a,,b,/w/t.sqlite,/w/t.sqlite-wal,/w/t.sqlite-shm";
const WRITE = "--allow-write=/w/t.sqlite,/w/t.sqlite-wal,/w/t.sqlite-shm";

test("a program without permissions gets those of the hook alone", () => {
  assert.deepEqual(denoPermissions([], PATHS), [READ, WRITE]);
  assert.deepEqual(denoPermissions(["--allow-net", "--allow-read=/etc"], PATHS), [READ, WRITE]);
});

test("nothing is added beside -A, nor beside a set of permissions", () => {
  for (const option of ["-A", "--allow-all", "-qA", "-P", "--permission-set=x"]) {
    assert.deepEqual(denoPermissions([option], PATHS), []);
  }
});

test("a permission that is given wholesale is not narrowed", () => {
  assert.deepEqual(denoPermissions(["--allow-read"], PATHS), [WRITE]);
  assert.deepEqual(denoPermissions(["-R"], PATHS), [WRITE]);
  assert.deepEqual(denoPermissions(["-RW"], PATHS), []);
  assert.deepEqual(denoPermissions(["-R=/etc"], PATHS), [READ, WRITE]);
});

test("what a program reads and maps lies outside /dev unless it may do everything", () => {
  for (const options of [[], ["--allow-ffi", "--allow-read"]]) assert.equal(avoidsDevices(options), true);
  for (const options of [["-A"], ["-qA"], ["--allow-all"]]) assert.equal(avoidsDevices(options), false);
});
