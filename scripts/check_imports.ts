/** Checks every file against the import rule; prints what breaks it and exits with 1. @module */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { findFiles, root } from "./files.ts";
import { checkImports } from "./import_rule.ts";

const files = findFiles((path) => path.endsWith(".ts"));
const problems = files.flatMap((file) => checkImports(file, readFileSync(join(root, file), "utf8")));
for (const problem of problems) console.error(problem);
if (files.length === 0) throw new Error("found no file to check");
process.exitCode = problems.length > 0 ? 1 : 0;
