import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { binaryKind } from "./binary.ts";
import { nativeLibrary } from "./native_library.ts";
import { ownTarget, targetNamed, TARGETS } from "./targets.ts";

test("executables and libraries of this machine are of its own kind", () => {
  assert.equal(binaryKind(readFileSync(process.execPath).subarray(0, 4096)), ownTarget().kind);
  assert.equal(binaryKind(readFileSync(nativeLibrary(ownTarget()))), ownTarget().kind);
});

test("executables of other systems are told apart by their heads", () => {
  const head = (size: number, ...parts: [at: number, ...bytes: number[]][]): Uint8Array => {
    const bytes = new Uint8Array(size);
    for (const [at, ...values] of parts) bytes.set(values, at);
    return bytes;
  };
  assert.equal(binaryKind(head(64, [0, 0x7f, 0x45, 0x4c, 0x46], [18, 0xb7])), "ELF arm64");
  assert.equal(binaryKind(head(64, [0, 0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1])), "Mach-O arm64");
  assert.equal(binaryKind(head(200, [0, 0x4d, 0x5a], [60, 128], [128, 0x50, 0x45, 0, 0, 0x64, 0x86])), "PE x64");
  assert.equal(binaryKind(head(64, [0, 0x4d, 0x5a], [60, 128])), "unknown");
  assert.equal(binaryKind(new TextEncoder().encode("#!/bin/sh\n")), "unknown");
});

test("a target is found by its name, and a wrong name gets those that there are", () => {
  assert.equal(targetNamed("macos-arm64").bun, "bun-darwin-arm64");
  assert.throws(() => targetNamed("beos-x64"), /there is no target beos-x64: the targets are linux-x64, linux-arm64/);
  assert.equal(new Set(TARGETS.map((target) => target.name)).size, TARGETS.length);
});
