// Renders the CommonMark specification's examples twenty times: many small calls with objects and strings.
import { createRequire } from "node:module";
import { marked } from "marked";
import { measured } from "./measured.mjs";

const { tests } = createRequire(new URL("../packages/package.json", import.meta.url))("commonmark-spec");

await measured(() => {
  let length = 0;
  for (let round = 0; round < 20; round++) {
    for (const { markdown } of tests) length += marked.parse(markdown).length;
  }
  return length;
});
