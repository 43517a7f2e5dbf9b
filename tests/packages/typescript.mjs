// The TypeScript compiler, on a tiny project.
import ts from "typescript";
const files = { "main.ts": `import { twice } from "./part.ts";\nenum E { A = 1 }\ninterface I { x: number }\nconst v: I = { x: twice(E.A) };\nconst bad: string = v.x;\nexport class C<T> { constructor(private t: T) {} get(): T { return this.t; } }\n`, "part.ts": `export const twice = (n: number): number => n * 2;\nexport async function* g() { yield await 1; }\n` };
const host = { fileExists: (f) => f in files, readFile: (f) => files[f], getSourceFile: (f, v) => f in files ? ts.createSourceFile(f, files[f], v, true) : undefined, getDefaultLibFileName: () => "lib.d.ts", writeFile: (f, text) => console.log(`--- ${f}\n${text}`), getCurrentDirectory: () => "", getCanonicalFileName: (f) => f, useCaseSensitiveFileNames: () => true, getNewLine: () => "\n" };
const program = ts.createProgram(["main.ts"], { noLib: true, target: ts.ScriptTarget.ES2017, module: ts.ModuleKind.CommonJS, declaration: true, allowImportingTsExtensions: true, rewriteRelativeImportExtensions: true, types: [] }, host);
program.emit();
console.log(ts.getPreEmitDiagnostics(program).map((d) => `${d.code} ${d.file?.fileName ?? ""} ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`).sort().join("\n"));
