/**
 * What the picture is drawn with: of a canvas's 2D context as much as the painter uses, so that the same strokes make an
 * image on the screen and an SVG (svg.ts). Lengths are in device pixels.
 */

/** An image in bytes R, G, B, A, such as a browser's `ImageData`. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly data: { readonly buffer: ArrayBufferLike };
}

/** A context's members mean what they mean in HTML's `CanvasRenderingContext2D`. */
export interface Pen {
  readonly canvas: { width: number; height: number };
  fillStyle: string | object;
  strokeStyle: string | object;
  lineWidth: number;
  /** How much `fillRect` covers what is there, from 0 to 1. */
  globalAlpha: number;
  /** A size in px and families: `11px sans-serif`. */
  font: string;
  textAlign: 'left' | 'right' | 'center' | 'start' | 'end';
  textBaseline: 'alphabetic' | 'middle' | 'top' | 'bottom' | 'hanging' | 'ideographic';
  fillRect(x: number, y: number, width: number, height: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number, maxWidth?: number): void;
  measureText(text: string): { readonly width: number };
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  stroke(): void;
  fill(): void;
  putImageData(image: PixelImage, x: number, y: number): void;
}
