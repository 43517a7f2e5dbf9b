import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A file of an archive. */
export interface ArchivedFile {
  /** With `/`, at most 100 bytes. */
  path: string;
  content: Uint8Array;
  executable?: boolean;
}

const BLOCK = 512;

/**
 * A gzipped tar archive (POSIX ustar) of `files`, in order of their paths. The same files give the same bytes: owners are root,
 * times are 1980-01-01.
 */
export function tarGz(files: readonly ArchivedFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => a.path < b.path ? -1 : 1);
  const parts = sorted.flatMap(({ path, content, executable }) => {
    const padding = new Uint8Array((BLOCK - content.length % BLOCK) % BLOCK);
    return [header(path, content.length, executable ? 0o755 : 0o644), content, padding];
  });
  return gzipSync(Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]), { level: 6 });
}

/** 1980-01-01, the first day that every format of archives knows, in seconds. */
const TIME = 315532800;

function header(path: string, size: number, mode: number): Uint8Array {
  if (Buffer.byteLength(path) > 100) throw new Error(`the path ${path} is too long for an archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  };
  block.write(path, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(TIME, 136, 12);
  block.write("        0", 148, "latin1");
  block.write("ustar\u000000", 257, "latin1");
  block.write("root", 265, "latin1");
  block.write("root", 297, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** The line of `SHA256SUMS` for a file, as `sha256sum` prints it. */
export function checksumLine(name: string, content: Uint8Array): string {
  return `${createHash("sha256").update(content).digest("hex")}  ${name}\n`;
}
