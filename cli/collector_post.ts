/** Sends spans to a collector of OpenTelemetry, by OTLP over HTTP. @module */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExportSource, type Result, Sink, writeOtlp } from "../export/mod.ts";
import { TstraceError } from "../errors.ts";

/** How often a request is tried that the collector could not take just now, and how long is waited before, ms. */
const TRIES = 5;
const PAUSE_MS = 500;

/**
 * Writes the requests into a temporary file, as a recording cannot be read and waited for at once, and posts them one
 * after the other.
 *
 * @throws {TstraceError} where the collector cannot be reached, or refuses.
 */
export async function postOtlp(source: ExportSource, address: string): Promise<Result> {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new TstraceError(`--to ${address}: give an address such as http://localhost:4318/v1/traces`, 2);
  }
  const directory = mkdtempSync(join(tmpdir(), "tstrace-otlp-"));
  const file = openSync(join(directory, "requests"), "w+", 0o600);
  try {
    const ends: number[] = [];
    const sink = new Sink((bytes) => {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    });
    const result = writeOtlp(source, sink, () => ends.push(sink.length));
    sink.end();
    let from = 0;
    for (const end of ends) {
      const body = new Uint8Array(end - from);
      for (let done = 0; done < body.length;) done += readSync(file, body, done, body.length - done, from + done);
      await post(address, body);
      from = end;
    }
    return result;
  } finally {
    closeSync(file);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function post(address: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let tries = 1;; tries++) {
    let answer: Response;
    try {
      answer = await fetch(address, { method: "POST", headers: { "content-type": "application/x-protobuf" }, body });
    } catch (error) {
      const { cause, message } = error as Error;
      throw new TstraceError(`cannot reach ${address}: ${cause instanceof Error ? cause.message : message}`, 1, {
        cause: error,
      });
    }
    const text = await answer.text();
    if (answer.ok) return;
    // The answers that the protocol asks to try again.
    const isBusy = [429, 502, 503, 504].includes(answer.status);
    if (!isBusy || tries >= TRIES) {
      throw new TstraceError(`${address} refused the spans: ${answer.status} ${text.slice(0, 200)}`.trim());
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
  }
}
