import { parseColour, type Pixel } from "./colour.ts";

/** A canvas that is painted pixel by pixel, then drawn on. Lengths are CSS pixels but where it says otherwise. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  width = 0;
  height = 0;
  /** Pixels of the screen in a CSS pixel. */
  ratio = 1;
  /** One line of pixels of the screen, to be painted. */
  line = new Uint32Array(0);
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(0);

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    // Opaque: nothing below it shows.
    this.context = canvas.getContext("2d", { alpha: false }) as CanvasRenderingContext2D;
  }

  /** Takes on a size. */
  resize(width: number, height: number): void {
    const ratio = globalThis.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    const { canvas } = this;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    this.#image = new ImageData(canvas.width, canvas.height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.line = new Uint32Array(canvas.width);
  }

  /** Makes all pixels the same. */
  clear(colour: string): void {
    this.#pixels.fill(parseColour(colour));
  }

  /** Puts `line` into a stripe. */
  stripe(y: number, height: number): void {
    const { width } = this.#image;
    const top = Math.max(0, Math.round(y * this.ratio));
    const bottom = Math.min(this.#image.height, Math.round((y + height) * this.ratio));
    for (let row = top; row < bottom; row++) this.#pixels.set(this.line, row * width);
  }

  /** Fills a box. */
  box(x: number, y: number, width: number, height: number, colour: Pixel): void {
    const [left, right] = [x, x + width].map((at) => Math.round(at * this.ratio));
    const [top, bottom] = [y, y + height].map((at) => Math.round(at * this.ratio));
    const stride = this.#image.width;
    for (let row = Math.max(0, top); row < Math.min(bottom, this.#image.height); row++) {
      this.#pixels.fill(colour, row * stride + Math.max(0, left), row * stride + Math.min(stride, right));
    }
  }

  /** Shows the pixels; what is drawn by `context` from then on lies above them. */
  present(): void {
    const { context, ratio } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(this.#image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}
