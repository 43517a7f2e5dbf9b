// A parser with classes, generators and visitors.
import YAML, { Document, isMap, LineCounter, parseAllDocuments, Parser, parseDocument, visit } from "yaml";
const text = `# comment\nname: &n Ada\nlist:\n  - 1\n  - two: [a, {b: c}]\n  - *n\nmulti: |\n  line one\n  line two\nfolded: >-\n  a\n  b\ndate: 2001-12-14\nempty:\n"quoted\\n": 'it''s'\n`;
console.log(JSON.stringify(YAML.parse(text)), YAML.stringify({ a: [1, { b: null }], c: "x: y", d: "multi\nline" }));
const doc = parseDocument(text); visit(doc, { Pair(_, pair) { if (pair.key.value === "empty") return visit.REMOVE; }, Scalar(key, node) { if (node.value === 1) node.value = 2; } }); console.log(String(doc), isMap(doc.contents));
const counter = new LineCounter(); const bad = parseDocument("a: [1, 2\nb: }", { lineCounter: counter }); console.log(bad.errors.map((e) => `${e.code} ${e.linePos?.[0].line}`), parseAllDocuments("---\na\n---\nb\n").map((d) => d.toJS()));
console.log([...new Parser().parse("a: 1\n")].map((t) => t.type).join(), new Document({ x: new Map([[1, 2]]) }).toString(), YAML.parse("!!set {a, b}", { version: "1.1" }), YAML.parse("a: 0x1f\nb: 1e3\nc: ~", (k, v) => v));
try { YAML.parse("a: b: c"); } catch (e) { console.log(e.name, e.message.split("\n")[0]); }
