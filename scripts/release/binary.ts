const ELF_MACHINES: Readonly<Record<number, string>> = { 0x3e: "x64", 0xb7: "arm64" };
const MACH_MACHINES: Readonly<Record<number, string>> = { 0x1000007: "x64", 0x100000c: "arm64" };
const PE_MACHINES: Readonly<Record<number, string>> = { 0x8664: "x64", 0xaa64: "arm64" };

/**
 * What system and processor an executable or library is for, from its first bytes: `ELF x64`, `Mach-O arm64`, `PE x64`;
 * `unknown` where it is nothing of the kind.
 */
export function binaryKind(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.byteLength < 64 ? 0 : view.getUint32(0);
  if (magic === 0x7f454c46) return `ELF ${ELF_MACHINES[view.getUint16(18, true)] ?? "other"}`;
  if (magic === 0xcffaedfe) return `Mach-O ${MACH_MACHINES[view.getUint32(4, true)] ?? "other"}`;
  if (magic >>> 16 !== 0x4d5a) return "unknown";
  const header = view.getUint32(60, true);
  const isPe = header + 6 <= bytes.byteLength && view.getUint32(header) === 0x50450000;
  return isPe ? `PE ${PE_MACHINES[view.getUint16(header + 4, true)] ?? "other"}` : "unknown";
}
