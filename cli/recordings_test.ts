import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { identityOf, isRunning, type ProcessIdentity } from "./processes.ts";
import { CLAIM, NOTE } from "./recording_directory.ts";
import { claim, cutOffRecordingIn, findCutOffRecordings, offer } from "./recordings.ts";

/** The number of a process that has ended. */
const ENDED: number = spawnSync("true").pid;

/** Runs `body` with a directory in which all recordings lie. */
function withBase(body: (base: string) => void): void {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "tstrace-recordings-")));
  const before = process.env.TSTRACE_RING_DIRECTORY;
  process.env.TSTRACE_RING_DIRECTORY = base;
  try {
    body(base);
  } finally {
    if (before === undefined) delete process.env.TSTRACE_RING_DIRECTORY;
    else process.env.TSTRACE_RING_DIRECTORY = before;
    rmSync(base, { recursive: true, force: true });
  }
}

/** Makes the directory of a recording with a ring. */
function makeRecording(base: string, name: string, owner: ProcessIdentity | undefined, startedMs = 0): string {
  const directory = join(base, name);
  mkdirSync(directory, { mode: 0o700 });
  const database = join(base, "traces.sqlite");
  const note = {
    owner,
    database,
    recording: 1,
    startedMs,
    monotonicNs: 0,
    command: "main.ts",
    cwd: base,
    maxTraces: 5,
    maxBytes: 0,
  };
  if (owner) writeFileSync(join(directory, NOTE), JSON.stringify(note));
  writeFileSync(join(directory, "1-1-1.ring"), "x".repeat(100));
  return directory;
}

/** A process that was killed: of this number, but not this one. */
const dead: ProcessIdentity = { ...identityOf(), started: "1" };

test("a process is told from another one with its number, and from one on another machine", () => {
  assert.equal(isRunning(identityOf()), true);
  assert.equal(isRunning(dead), false);
  assert.equal(isRunning({ ...identityOf(), pid: ENDED }), false);
  if (process.platform !== "linux") return;
  const { pid, started, place } = identityOf();
  const [boot, namespace] = place.split(" ");
  assert.equal(isRunning({ pid, started, place: `other ${namespace}` }), false);
  assert.equal(isRunning({ pid, started, place: `${boot} pid:[1]` }), undefined);
});

test("recordings that were cut off are found, and no others", () =>
  withBase((base) => {
    const second = makeRecording(base, `tstrace-${ENDED}-aaaaaa`, dead, 2);
    const first = makeRecording(base, `tstrace-${ENDED}-bbbbbb`, dead, 1);
    const living = makeRecording(base, `tstrace-${process.pid}-cccccc`, identityOf());
    const elsewhere = makeRecording(base, `tstrace-${ENDED}-dddddd`, { ...dead, place: `${dead.place} other` });
    const foreign = makeRecording(base, "something-else", dead);
    const linked = join(base, `tstrace-${ENDED}-eeeeee`);
    symlinkSync(first, linked);
    const found = findCutOffRecordings();
    assert.deepEqual(found.map(({ directory, bytes }) => [directory, bytes]), [[first, 100], [second, 100]]);
    assert.match(
      offer(found) ?? "",
      /^2 recordings were cut off, the newest of main\.ts \(.*, 1 MB, .*traces\.sqlite\): /,
    );
    for (const directory of [living, elsewhere, foreign, linked]) assert.ok(existsSync(directory));
    assert.throws(() => cutOffRecordingIn(living), /process \d+ still takes its records/);
    assert.throws(() => cutOffRecordingIn(elsewhere), /another container/);
    assert.throws(() => cutOffRecordingIn(linked), /no directory that you alone may use/);
  }));

test("what is of no use to anybody is removed, and what is just being made is left alone", () =>
  withBase((base) => {
    const abandoned = makeRecording(base, `tstrace-${ENDED}-aaaaaa`, undefined);
    const young = makeRecording(base, `tstrace-${process.pid}-cccccc`, undefined);
    assert.deepEqual(findCutOffRecordings(), []);
    assert.deepEqual([abandoned, young].map((directory) => existsSync(directory)), [false, true]);
    assert.equal(offer([]), undefined);
  }));

test("a recording is recovered by one process at a time, and by another one where that was killed", () =>
  withBase((base) => {
    const directory = makeRecording(base, `tstrace-${ENDED}-aaaaaa`, dead);
    const recording = cutOffRecordingIn(directory);
    claim(recording);
    assert.throws(() => claim(recording), /another process does so already/);
    assert.throws(() => cutOffRecordingIn(directory), /still takes its records/);
    assert.deepEqual(findCutOffRecordings(), []);
    writeFileSync(join(directory, CLAIM), JSON.stringify(dead));
    claim(cutOffRecordingIn(directory));
  }));

test("a note that makes no sense is none", () =>
  withBase((base) => {
    const directory = makeRecording(base, `tstrace-${process.pid}-aaaaaa`, undefined);
    for (const note of ["", "null", "[]", '{"owner":{"pid":-1}}', JSON.stringify({ owner: dead })]) {
      writeFileSync(join(directory, NOTE), note);
      assert.throws(() => cutOffRecordingIn(directory), /holds no recording/);
    }
    rmSync(join(directory, NOTE));
    symlinkSync("/dev/zero", join(directory, NOTE));
    assert.throws(() => cutOffRecordingIn(directory), /holds no recording/);
  }));
