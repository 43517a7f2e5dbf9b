import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contrast, fromHsl, functionColours, mix, parseColour, pixel } from "./colour.ts";

/** The colours of the style sheet, for light and for dark. */
function sheet(): Record<string, string>[] {
  const text = readFileSync(new URL("./style.css", import.meta.url), "utf8");
  return [...text.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) =>
    Object.fromEntries([...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]))
  );
}

test("colours lie in a pixel as canvases have them", () => {
  assert.equal(pixel(1, 2, 3), 0xff030201);
  assert.equal(parseColour(" #102030"), pixel(16, 32, 48));
  assert.equal(fromHsl(0, 1, 0.5), pixel(255, 0, 0));
  assert.equal(fromHsl(240, 1, 0.5), pixel(0, 0, 255));
  assert.equal(mix(pixel(100, 0, 0), pixel(0, 100, 0), 0.25), pixel(25, 75, 0));
  assert.equal(Math.round(contrast(pixel(255, 255, 255), pixel(0, 0, 0))), 21);
});

test("names are read well on every slice, and text on the page, in light and in dark", () => {
  const schemes = sheet();
  assert.equal(schemes.length, 2);
  for (const scheme of schemes) {
    const shade = {
      saturation: parseFloat(scheme["slice-saturation"]) / 100,
      lightness: parseFloat(scheme["slice-lightness"]) / 100,
    };
    const functions = Array.from({ length: 400 }, (_, i) => ["f", `m${i % 60}.ts`, i] as const);
    const text = parseColour(scheme["slice-text"]);
    const worst = Math.min(...[...functionColours(functions, shade)].map((colour) => contrast(colour, text)));
    assert.ok(worst >= 4.5, `slices: ${worst}`);
    for (const name of ["text", "faint", "accent", "bad"]) {
      for (const ground of ["back", "raised"]) {
        const ratio = contrast(parseColour(scheme[name]), parseColour(scheme[ground]));
        assert.ok(ratio >= 4.5, `${name} on ${ground}: ${ratio}`);
      }
    }
  }
});

test("functions of a module have one hue, those of the next module another one", () => {
  const [a, b, c] = functionColours([["a", "x.ts", 1], ["b", "x.ts", 8], ["c", "y.ts", 1]], {
    saturation: 0.5,
    lightness: 0.8,
  });
  assert.equal(a, b);
  assert.ok(contrast(a, c) < 3 && a !== c);
});
