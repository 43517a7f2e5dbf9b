import assert from "node:assert/strict";
import { test } from "node:test";
import { renderSvg } from "./svg.ts";

const frame = { title: "a <b>", columns: 20 };

test("text stands at its column in its colours, escaped", () => {
  const svg = renderSvg([[{ column: 2, text: "a<b ", foreground: 2, bold: true }]], frame);
  assert.match(svg, /<text x="30.8" y="48" textLength="25.2" [^>]*fill="#a5d678" font-weight="bold">a&lt;b<\/text>/);
  assert.match(svg, /<title>a &lt;b&gt;<\/title>/);
});

test("backgrounds are rectangles, inverse ones too, and nothing is drawn for empty cells", () => {
  const svg = renderSvg(
    [[{ column: 0, text: "  ", background: 16 }], [{ column: 0, text: "x", inverse: true }]],
    frame,
  );
  assert.match(svg, /<rect x="14" y="34" width="16.8" height="19" fill="#000000"\/>/);
  assert.match(svg, /fill="#d6dae2"\/>\n<text [^>]*fill="#14181f"/);
  assert.equal(renderSvg([[{ column: 0, text: "   " }]], frame).match(/<rect/g)?.length, 1);
});

test("colours of the palette beyond sixteen are its cube and its greys", () => {
  const svg = renderSvg(
    [[{ column: 0, text: "x", foreground: 208 }, { column: 1, text: "y", foreground: 244 }]],
    frame,
  );
  assert.match(svg, /fill="#ff8700"/);
  assert.match(svg, /fill="#808080"/);
});
