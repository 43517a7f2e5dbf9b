import { openReader } from "../store/mod.ts";

/** How the records of each process of a recording left it, and why so, a line each. */
export function transportLines(database: string, recording: number): string[] {
  const reader = openReader(database);
  try {
    const text = "SELECT pid, runtime, command, transport FROM processes WHERE recording = ? ORDER BY id";
    return reader.query(text, [recording]).map(({ pid, runtime, command, transport }) => {
      const [way, reason] = String(transport ?? "").split(": ");
      const how = way === "worker" ? `a worker inside the program, as ${reason}` : "shared memory";
      return `process ${pid} (${runtime}, ${command}): ${how}`;
    });
  } finally {
    reader.close();
  }
}
