/** The systems that executables are made for. @module */
import process from "node:process";
import { isMusl } from "../../cli/c_library.ts";

/** A system, and what the engines and koffi call it. */
export interface Target {
  /** Such as `linux-x64-musl`. */
  name: string;
  /** Of `bun build --target`. */
  bun: string;
  /** Of `deno compile --target`; undefined where Deno has no engine for it. */
  deno: string | undefined;
  /** koffi's package, and the library in it. */
  koffi: { package: string; file: string };
  /** What `binaryKind` says of an executable or library for it. */
  kind: string;
  /** The name of the executable. */
  executable: string;
}

function target(name: string, koffi: string, library: string, kind: string, deno?: string): Target {
  return {
    name,
    bun: `bun-${name}`,
    deno,
    koffi: { package: `@koromix/koffi-${koffi}`, file: `${library}/koffi.node` },
    kind,
    executable: name.startsWith("windows") ? "tstrace.exe" : "tstrace",
  };
}

/** All targets. */
export const TARGETS: readonly Target[] = [
  target("linux-x64", "linux-x64", "linux_x64", "ELF x64", "x86_64-unknown-linux-gnu"),
  target("linux-arm64", "linux-arm64", "linux_arm64", "ELF arm64", "aarch64-unknown-linux-gnu"),
  target("linux-x64-musl", "linux-x64", "musl_x64", "ELF x64"),
  target("linux-arm64-musl", "linux-arm64", "musl_arm64", "ELF arm64"),
  target("macos-x64", "darwin-x64", "darwin_x64", "Mach-O x64", "x86_64-apple-darwin"),
  target("macos-arm64", "darwin-arm64", "darwin_arm64", "Mach-O arm64", "aarch64-apple-darwin"),
  target("windows-x64", "win32-x64", "win32_x64", "PE x64", "x86_64-pc-windows-msvc"),
  target("windows-arm64", "win32-arm64", "win32_arm64", "PE arm64"),
].map((each) => ({ ...each, bun: each.bun.replace("macos", "darwin") }));

/** The target called `name`. Throws where there is none. */
export function targetNamed(name: string): Target {
  const found = TARGETS.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new Error(`there is no target ${name}: the targets are ${TARGETS.map((each) => each.name).join(", ")}`);
}

/** This machine's. */
export function ownTarget(): Target {
  const systems: Readonly<Record<string, string>> = { darwin: "macos", win32: "windows" };
  return targetNamed(`${systems[process.platform] ?? process.platform}-${process.arch}${isMusl() ? "-musl" : ""}`);
}
