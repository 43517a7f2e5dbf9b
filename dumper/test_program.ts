/** A program that records a call, and at its end waits until that is stored. Its arguments: Worker, database. */
import process from "node:process";
import { Host, MODULE } from "./test_host.ts";
import { int, TestWriter } from "./test_writer.ts";

const [worker, database] = process.argv.slice(2);
const writer = new TestWriter();
const host = new Host(worker, database, writer);
host.post({ type: "module", module: MODULE });
writer.call(1, 0, [int(1), int(2)]);
process.on("exit", () => {
  if (!host.flush()) process.exitCode = 7;
});
