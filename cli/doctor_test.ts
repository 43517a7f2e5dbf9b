import assert from "node:assert/strict";
import { test } from "node:test";
import { type Findings, renderFindings } from "./doctor.ts";

const found = {
  name: "deno",
  kind: "deno",
  path: "/bin/deno",
  version: "2.9.5",
  transport: "shared",
  transportWithoutFfi: "worker",
  problem: null,
} as const;
const findings: Findings = {
  version: "1.2.3",
  system: "linux x64",
  runtimes: [found],
  memory: { path: "/dev/shm", free: 2e9 },
  cache: { path: "/home/ada/.cache/tstrace", bytes: 1_234_567, files: 3 },
  leftOver: [],
};

test("what is found is said with version, place and how traces leave", () => {
  const text = renderFindings(findings);
  assert.match(text, /^tstrace 1\.2\.3 on linux x64\n/);
  assert.match(
    text,
    /\n {2}deno {5}2\.9\.5, \/bin\/deno\n {11}traces leave by shared memory\n {11}without --allow-ffi/,
  );
  assert.match(text, /\ncache {6}\/home\/ada\/\.cache\/tstrace, 1\.2 MB in 3 files\nleft over {2}nothing\n$/);
});

test("what is missing is said with the reason", () => {
  const missing = { ...found, name: "node", path: null, problem: "there is no node on PATH" } as const;
  const broken = { ...found, name: "bun", kind: "bun", transport: null, problem: "it was too tired" } as const;
  const text = renderFindings({ ...findings, runtimes: [missing, broken], cache: null });
  assert.match(text, /node {5}missing: there is no node on PATH\n/);
  assert.match(text, /cannot be traced: it was too tired\n/);
  assert.match(text, /\ncache {6}none, as this user has no home\n/);
});

test("little memory for rings is named, and how to store what is left over", () => {
  const leftOver = [{ path: "/dev/shm/tstrace-1-abcdef", command: "main.ts", bytes: 17e6 }];
  const text = renderFindings({ ...findings, memory: { path: "/dev/shm", free: 64e6 }, leftOver });
  assert.match(text, /64\.0 MB free, which is little: use a smaller --ring-size\n/);
  assert.match(text, /cut off, which tstrace recover stores:\n +\/dev\/shm\/tstrace-1-abcdef: main\.ts, 17\.0 MB\n$/);
});
