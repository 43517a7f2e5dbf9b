// Checks a small TypeScript project with the compiler: deep calls with large objects.
import ts from "typescript";
import { fileURLToPath } from "node:url";
import { measured } from "./measured.mjs";

const main = fileURLToPath(new URL("../../ring/reader.ts", import.meta.url));

await measured(() => {
  const options = { noEmit: true, strict: true, allowImportingTsExtensions: true, types: [], lib: ["lib.es2024.d.ts"] };
  const program = ts.createProgram([main], { ...options, module: 99, moduleResolution: 100, target: 11 });
  return ts.getPreEmitDiagnostics(program).length;
});
