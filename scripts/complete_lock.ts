/**
 * Completes `package-lock.json` after `npm install` from a registry that lacks some packages for other platforms:
 * npm then leaves those optional packages out, and `npm ci` refuses the file. `deno task lock`.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./files.ts";

interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "openharmony", "sunos", "win32"];
const PROCESSORS: readonly (readonly [RegExp, string])[] = [
  [/arm64|aarch64/, "arm64"],
  [/arm/, "arm"],
  [/x64|x86_64/, "x64"],
  [/ia32/, "ia32"],
  [/ppc64/, "ppc64"],
  [/riscv64/, "riscv64"],
  [/s390x/, "s390x"],
  [/loong64/, "loong64"],
];

/** What the name of a package says of the platform that it is for; undefined where it says nothing. */
function platform(name: string): Pick<Entry, "os" | "cpu"> | undefined {
  const os = SYSTEMS.find((system) => name.includes(system));
  const cpu = PROCESSORS.find(([pattern]) => pattern.test(name))?.[1];
  return os === undefined || cpu === undefined ? undefined : { os: [os], cpu: [cpu] };
}

const path = join(root, "package-lock.json");
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(path, "utf8"));
for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const target = platform(name);
    if (place in lock.packages || target === undefined || !/^\d/.test(version)) continue;
    // Without an address npm takes it from the registry that it is set to.
    lock.packages[place] = { version, ...target, dev: parent.dev, optional: true };
    console.log(`added ${name}@${version}`);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
lock.packages = Object.fromEntries(sorted);
writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
