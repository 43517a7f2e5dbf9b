import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The shape of the ring that two processes share. */
export const RING = { blockSize: 1 << 16, blockCount: 8 };

const { platform, arch } = process;
const packages = fileURLToPath(new URL("../../node_modules/@koromix", import.meta.url));
/** The library that Node maps files with. */
export const koffi: string = join(packages, `koffi-${platform}-${arch}`, `${platform}_${arch}`, "koffi.node");
