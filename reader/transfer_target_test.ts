import assert from "node:assert/strict";
import { closeSync, existsSync, linkSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { withPath } from "./testing.ts";
import type { Transfer } from "./transfer.ts";
import { checkName, openTarget } from "./transfer_target.ts";

function transfer(fields: Partial<Transfer>): Transfer {
  return { to: "file", name: "", span: { first: 0, last: 9 }, overwrite: false, next: 0, rows: 0, ...fields };
}

test("a name is refused where nothing can be saved under it, and warned of where a file would be lost", () =>
  withPath((database) => {
    const directory = dirname(database);
    const path = (name: string): string => join(directory, name);
    writeFileSync(database, "");
    writeFileSync(path("old"), "");
    linkSync(database, path("link"));
    mkdirSync(path("sub"));
    const check = (name: string): string | undefined => checkName(name, database)?.message;
    assert.equal(check(path("new file")), undefined);
    assert.match(check(path("old")) ?? "", /it exists: Enter overwrites it/);
    assert.equal(checkName(path("old"), database)?.isWarning, true);
    assert.match(check(database) ?? "", /the database that is open/);
    assert.match(check(path("link")) ?? "", /the database that is open/);
    assert.match(check(path("sub")) ?? "", /a directory/);
    assert.match(check("/dev/null") ?? "", /no file/);
    assert.match(check(path("none/new")) ?? "", /its directory does not exist/);
    assert.match(check(path("old/new")) ?? "", /its directory does not exist/);
    assert.match(check(path("x".repeat(300))) ?? "", /the name is too long/);
    const { start, end, isWarning } = checkName(`  ${path("sub")} `, database)!;
    assert.deepEqual([start, end, isWarning], [2, 2 + path("sub").length, undefined]);
  }));

test("a file is new and its owner's alone, and one that exists stays unless it may be overwritten", () =>
  withPath((path) => {
    closeSync(openTarget(transfer({ name: path })).file);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    writeFileSync(path, "precious");
    assert.throws(() => openTarget(transfer({ name: path })), /cannot save .*: it exists/);
    assert.equal(readFileSync(path, "utf8"), "precious");
    closeSync(openTarget(transfer({ name: path, overwrite: true })).file);
    assert.equal(readFileSync(path, "utf8"), "");
  }));

test("a command finds the rows on its standard input, and what it ends with is told", () =>
  withPath((path) => {
    const target = openTarget(transfer({ to: "command", name: `cat > '${path}'; exit 3` }));
    writeFileSync(target.file, "a row\n");
    closeSync(target.file);
    assert.equal(target.run?.(), "exit code 3");
    assert.equal(readFileSync(path, "utf8"), "a row\n");
    target.discard();
    const killed = openTarget(transfer({ to: "command", name: "kill -9 $$" }));
    closeSync(killed.file);
    assert.equal(killed.run?.(), "ended by SIGKILL");
    killed.discard();
    assert.ok(existsSync(path));
  }));
