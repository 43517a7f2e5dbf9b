import type { Model } from "./model.ts";
import { functionColours, mix, parseColour, type Pixel } from "./colour.ts";

/** The colours of the page, as its style sheet has them for light and dark. */
export interface Theme {
  back: string;
  raised: string;
  text: string;
  faint: string;
  line: string;
  accent: string;
  bad: string;
  sliceText: string;
  backPixel: Pixel;
  badPixel: Pixel;
  /** Of each function: as it is, and as it is where another one is looked for. */
  colours: Uint32Array;
  faded: Uint32Array;
}

/** Reads the colours that hold now. */
export function readTheme({ meta }: Model): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const backPixel = parseColour(value("back"));
  const colours = functionColours(meta.functions, {
    saturation: parseFloat(value("slice-saturation")) / 100,
    lightness: parseFloat(value("slice-lightness")) / 100,
  });
  return {
    ...{ back: value("back"), raised: value("raised"), text: value("text"), faint: value("faint") },
    ...{ line: value("line"), accent: value("accent"), bad: value("bad"), sliceText: value("slice-text") },
    backPixel,
    badPixel: parseColour(value("bad")),
    colours,
    faded: colours.map((colour) => mix(colour, backPixel, 0.25)),
  };
}
