/** koffi's library, which Node maps files with, for any target. @module */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../files.ts";
import { binaryKind } from "./binary.ts";
import type { Target } from "./targets.ts";

/**
 * The path of koffi's library for `target`: the installed one, or that of its package, brought by npm in the version
 * and with the checksum that `package-lock.json` has, and kept in `dist/native`.
 */
export function nativeLibrary(target: Target): string {
  const { package: name, file } = target.koffi;
  const installed = join(root, "node_modules", name, file);
  const path = existsSync(installed) ? installed : join(packageOf(name), file);
  if (!existsSync(path)) throw new Error(`${name} has no ${file}, which ${target.name} needs`);
  const kind = binaryKind(readFileSync(path));
  if (kind !== target.kind) throw new Error(`${path} is ${kind} and not ${target.kind}`);
  return path;
}

/** The directory of a package that is not for this machine. */
function packageOf(name: string): string {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const locked: { version: string; integrity?: string } | undefined = packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`package-lock.json has no ${name}`);
  const kept = join(root, "dist", "native");
  const directory = join(kept, `${name.replace(/.*\//, "")}-${locked.version}`);
  if (existsSync(directory)) return directory;
  mkdirSync(kept, { recursive: true });
  const temporary = mkdtempSync(join(kept, "npm-"));
  try {
    const packed = execFileSync("npm", ["pack", "--json", `${name}@${locked.version}`], {
      cwd: temporary,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const archive = join(temporary, JSON.parse(packed)[0].filename);
    const digest = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
    if (locked.integrity !== undefined && locked.integrity !== digest) {
      throw new Error(`${name}@${locked.version} is not what package-lock.json says: ${digest}`);
    }
    execFileSync("tar", ["-xzf", archive, "-C", temporary]);
    renameSync(join(temporary, "package"), directory);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return directory;
}
