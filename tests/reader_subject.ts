/** The reader alone: `reader_subject.ts <database> [crash]`. With `crash`, fetching rows fails once the end is reached. */
import process from "node:process";
import { canPage, openPager, printText } from "../reader/mod.ts";
import { openReader } from "../store/mod.ts";

const [path, mode] = process.argv.slice(2);
const reader = openReader(path);
if (mode === "crash") {
  const { from } = reader;
  reader.from = (id, n) => {
    if (id > 1) throw new Error("broken on purpose");
    return from.call(reader, id, n);
  };
}
try {
  if (canPage()) await openPager({ reader });
  else printText(reader);
} catch (error) {
  console.error(`reader failed: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  reader.close();
}
