import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeRecordingDirectory, removeRecordingDirectory, writeHookFile } from "./recording_directory.ts";

test("the hook file starts the library with the settings, whatever their paths hold", () => {
  const other = mkdtempSync(join(tmpdir(), `it's "quoted" `));
  const directory = makeRecordingDirectory();
  try {
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    const library = join(other, "hook.cjs");
    writeFileSync(library, "exports.start = (settings) => { globalThis.tstraceTestSettings = settings; };");
    const none = { paths: [], packages: [], functions: [] };
    const settings = {
      database: join(other, "a.sqlite"),
      maxTraces: 5,
      maxBytes: 0,
      ringSize: 6,
      transport: "auto" as const,
      recording: 1,
      shared: { directory: "/d", library: "/l", collector: 7 },
      worker: "/w",
      toldFile: "/t",
      cacheDir: "",
      selection: { root: "/r", folders: [], include: none, exclude: none },
    };
    const hook = writeHookFile(directory, library, settings);
    const require = createRequire(import.meta.url);
    require(hook);
    assert.ok(!(hook in require.cache) && !(library in require.cache));
    const seen = (globalThis as { tstraceTestSettings?: unknown }).tstraceTestSettings;
    assert.deepEqual(seen, { ...settings, hook });
    removeRecordingDirectory(directory);
    assert.equal(existsSync(directory), false);
    removeRecordingDirectory(directory);
  } finally {
    rmSync(other, { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  }
});
