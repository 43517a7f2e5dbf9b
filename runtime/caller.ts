import { fileURLToPath } from "node:url";

interface CallSite {
  getFileName(): string | null | undefined;
}

/** The file that called into the runtime, and so came here; undefined where none is in the stack. */
export function callerPath(): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const descriptor = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  let files: (string | null | undefined)[] = [];
  try {
    Error.stackTraceLimit = 20;
    Error.prepareStackTrace = (_, sites) => (sites as CallSite[]).map((site) => site.getFileName());
    const { stack } = new Error() as unknown as { stack: unknown };
    if (Array.isArray(stack)) files = stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    if (descriptor) Object.defineProperty(Error, "prepareStackTrace", descriptor);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
    Error.stackTraceLimit = stackTraceLimit;
  }
  // The first is this file itself, or what it was built into.
  const file = files.find((file) => file !== files[0] && file && !/^(node|bun|ext|internal):/.test(file));
  if (!file) return undefined;
  try {
    return file.startsWith("file:") ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}
