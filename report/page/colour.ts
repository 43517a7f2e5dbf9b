/** A colour as it lies in the pixels of a canvas: red in the lowest byte, opaque. */
export type Pixel = number;

/** Red, green and blue, 0 to 255, as a pixel. */
export function pixel(red: number, green: number, blue: number): Pixel {
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

/** A pixel of a colour `#rrggbb`. */
export function parseColour(text: string): Pixel {
  const value = parseInt(text.trim().slice(1), 16);
  return pixel(value >> 16, (value >> 8) & 255, value & 255);
}

/** A pixel of a hue in degrees, saturation and lightness from 0 to 1. */
export function fromHsl(hue: number, saturation: number, lightness: number): Pixel {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return pixel(part(0), part(8), part(4));
}

/** So much (0 to 1) of one colour, the rest of another. */
export function mix(one: Pixel, other: Pixel, share: number): Pixel {
  const part = (shift: number): number => ((one >> shift) & 255) * share + ((other >> shift) & 255) * (1 - share);
  return pixel(part(0), part(8), part(16));
}

/** How well one is read on the other, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: Pixel, other: Pixel): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Pixel): number {
  const [red, green, blue] = [0, 8, 16].map((shift) => {
    const part = ((colour >> shift) & 255) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How light and how coloured slices are, 0 to 1. */
export interface Shade {
  saturation: number;
  lightness: number;
}

/** Between the hues of modules, degrees: the golden angle, so that neighbours differ however many there are. */
const BETWEEN_HUES = 137.508;

/** Functions of a module have its hue, and are a little lighter or darker than each other. */
export function functionColours(
  functions: readonly (readonly [name: string, module: string, line: number])[],
  { saturation, lightness }: Shade,
): Uint32Array {
  const modules = new Map<string, number>();
  return Uint32Array.from(functions, ([, module, line]) => {
    if (!modules.has(module)) modules.set(module, modules.size);
    const hue = (210 + (modules.get(module) as number) * BETWEEN_HUES) % 360;
    const nuance = line * 3 % 7 / 6 - 0.5;
    return fromHsl(hue, saturation, lightness + nuance * 0.06);
  });
}
