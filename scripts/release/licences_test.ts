import assert from "node:assert/strict";
import { test } from "node:test";
import { bundledPackages, licenceTexts } from "./licences.ts";

test("every package that is bundled comes with the text of its licence", () => {
  const packages = bundledPackages();
  assert.ok(packages.includes("@babel/parser") && packages.includes("commander"), packages.join());
  const texts = licenceTexts("bun");
  for (const name of [...packages, "koffi", "bun"]) {
    const heading = new RegExp(`^={80}\\n${name.replaceAll("/", "\\/")} \\d[^\\n]+\\n={80}\\n\\n(?<text>[^=]+)`, "m");
    assert.ok((heading.exec(texts)?.groups?.text ?? "").length > 500, name);
  }
});
