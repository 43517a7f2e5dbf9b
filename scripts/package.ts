/**
 * Makes `dist/package`, which is what the npm package holds: bundles for Node, Bun and Deno, the library with its
 * types, and the licences of what is bundled. `npm pack` runs it.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { bundle } from "./bundler.ts";
import { root } from "./files.ts";
import { buildArtefacts } from "./release/artefacts.ts";
import { licenceTexts } from "./release/licences.ts";

const directory = join(root, "dist", "package");

/** The entry of the command line: it tells where its files are. */
const ENTRY = `
import { fileURLToPath } from "node:url";
import { setInstalledArtefacts } from ${JSON.stringify(join(root, "cli", "artefacts.ts"))};
import { installedArtefacts } from ${JSON.stringify(join(root, "cli", "installed_artefacts.ts"))};
setInstalledArtefacts(installedArtefacts(fileURLToPath(new URL(".", import.meta.url))));
await import(${JSON.stringify(join(root, "main.ts"))});
`;

/** What `tstrace/register` is: one library, however it is loaded. */
const REGISTER = `import { register } from "./mod.mjs";\nregister();\n`;

/** Declarations for those who import the library, from its sources. */
function makeTypes(): void {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const form = ["--declaration", "--emitDeclarationOnly", "--outDir", join(directory, "types"), "--rootDir", root];
  const language = ["--target", "esnext", "--module", "nodenext", "--strict", "--skipLibCheck", "--types", "node"];
  const extensions = ["--allowImportingTsExtensions", "--resolveJsonModule"];
  const node = join(root, "node_modules", "node24", "bin", "node");
  const words = [compiler, join(root, "mod.ts"), join(root, "register.ts"), ...form, ...language, ...extensions];
  execFileSync(node, words, { cwd: root, stdio: ["ignore", process.stderr, "inherit"] });
}

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
buildArtefacts();
for (const name of ["hook.cjs", "dumper.mjs", "report.html"]) {
  copyFileSync(join(root, "dist", name), join(directory, name));
}
const entry = join(directory, "entry.ts");
writeFileSync(entry, ENTRY);
bundle(entry, join(directory, "main.mjs"), "esm");
rmSync(entry);
bundle("mod.ts", join(directory, "mod.mjs"), "esm");
writeFileSync(join(directory, "register.mjs"), REGISTER);
makeTypes();
writeFileSync(join(directory, "THIRD_PARTY_LICENSES.txt"), licenceTexts());
