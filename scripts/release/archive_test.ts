import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { checksumLine, tarGz } from "./archive.ts";

const files = [
  { path: "a/tool", content: new TextEncoder().encode("#!/bin/sh\n"), executable: true },
  { path: "a/empty", content: new Uint8Array() },
  { path: "a/LICENSE", content: new Uint8Array(1025).fill(65) },
];

test("tar reads the archive, with modes and sizes", () => {
  const listed = execFileSync("tar", ["-tvzf", "-"], { input: tarGz(files), encoding: "utf8", env: { TZ: "UTC" } });
  assert.deepEqual(listed.trim().split("\n").map((line) => line.split(/ +/)), [
    ["-rw-r--r--", "root/root", "1025", "1980-01-01", "00:00", "a/LICENSE"],
    ["-rw-r--r--", "root/root", "0", "1980-01-01", "00:00", "a/empty"],
    ["-rwxr-xr-x", "root/root", "10", "1980-01-01", "00:00", "a/tool"],
  ]);
  const content = execFileSync("tar", ["-xzOf", "-", "a/tool"], { input: tarGz(files), encoding: "utf8" });
  assert.equal(content, "#!/bin/sh\n");
});

test("the same files give the same bytes, in whatever order", () => {
  assert.deepEqual(tarGz(files.toReversed()), tarGz(files));
});

test("a path that does not fit is refused", () => {
  assert.throws(() => tarGz([{ path: "a".repeat(101), content: new Uint8Array() }]), /too long/);
});

test("checksums are as sha256sum prints them", () => {
  const line = checksumLine("a.txt", new TextEncoder().encode("abc"));
  assert.equal(line, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n");
});
