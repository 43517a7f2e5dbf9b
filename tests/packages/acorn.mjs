// A parser.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as acorn from "acorn";
const source = readFileSync(createRequire(import.meta.url).resolve("lodash/_baseClone"), "utf8");
const tokens = [...acorn.tokenizer("class A { #x = 1; async *m() { yield* [`a${this.#x}b`]; } }", { ecmaVersion: "latest" })];
console.log(tokens.map((t) => t.type.label).join(" "));
const tree = acorn.parse(source, { ecmaVersion: "latest", locations: true });
let nodes = 0;
JSON.stringify(tree, (k, v) => { if (v?.type) nodes++; return typeof v === "bigint" ? String(v) : v; });
console.log(nodes, tree.body.length, tree.loc.end.line > 100);
for (const bad of ["let let", "a b", "`${", "/(/", "class { }", "await 1"]) try { acorn.parse(bad, { ecmaVersion: 2022 }); console.log("parsed"); } catch (e) { console.log(e.name, e.message); }
class Extended extends acorn.Parser { parseLiteral(value) { const node = super.parseLiteral(value); node.seen = true; return node; } }
console.log(JSON.stringify(Extended.parse("1 + 'a'", { ecmaVersion: 2020 }).body[0].expression));
