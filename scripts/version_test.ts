import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { version } from "../cli/version.ts";
import { root } from "./files.ts";

const read = (name: string): string => readFileSync(join(root, name), "utf8");

test("the version is that of package.json wherever a registry or a reader needs it too", () => {
  assert.equal(JSON.parse(read("deno.json")).version, version);
  assert.equal(JSON.parse(read("package-lock.json")).version, version);
  assert.equal(/^## (\d+\.\d+\.\d+)/m.exec(read("CHANGELOG.md"))?.[1], version);
});
