// Draws the icons of the extension: `node media/make-icons.mjs` writes the SVG files beside it, and icon.png for the
// marketplace, which takes no SVG. All show an address space: a column of blocks of unequal size, with gaps between them.
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

/** @typedef {readonly [x: number, y: number, width: number, height: number, radius: number, fill: string]} Block */
/** @typedef {{ size: number, blocks: Block[] }} Picture `size` is the side of the square, in the blocks' units */

const ink = { stack: '#f2a65a', text: '#4a9ff0', data: '#8cc8ff', heap: '#6fcf86', program: '#b692f6' };

/** @type {Picture} The column on a dark tile, with the ruler of addresses beside it. */
const icon = {
  size: 128,
  blocks: [
    [0, 0, 128, 128, 24, '#141c26'],
    ...[18, 34, 50, 66, 82, 98].map((y, index) => /** @type {const} */ ([18, y, index % 2 ? 9 : 16, 4, 2, '#5d7085'])),
    [44, 14, 68, 13, 4, ink.stack],
    [44, 33, 68, 8, 3, ink.data],
    [44, 45, 68, 23, 4, ink.text],
    [44, 72, 68, 6, 3, ink.data],
    [44, 84, 68, 10, 4, ink.heap],
    [44, 98, 68, 16, 4, ink.program],
  ],
};

/** A file's icon, at home beside a line of text. @param {typeof ink} fills @returns {Picture} */
const file = (fills) => ({
  size: 16,
  blocks: [
    [3, 1, 10, 2, 0.5, fills.stack],
    [3, 4, 10, 4, 0.5, fills.text],
    [3, 9, 10, 1, 0.5, fills.data],
    [3, 11, 10, 4, 0.5, fills.heap],
  ],
});

/** @type {Picture} One colour: the editor uses its shape only. */
const activity = {
  size: 24,
  blocks: [
    [2, 3, 2, 1.5, 0.5, '#c5c5c5'],
    [2, 11.25, 2, 1.5, 0.5, '#c5c5c5'],
    [2, 19.5, 2, 1.5, 0.5, '#c5c5c5'],
    [7, 2, 15, 3.5, 1, '#c5c5c5'],
    [7, 7.5, 15, 7, 1, '#c5c5c5'],
    [7, 16, 15, 1.5, 0.5, '#c5c5c5'],
    [7, 19, 15, 3, 1, '#c5c5c5'],
  ],
};

/** @param {Picture} picture @returns {string} */
function svg({ size, blocks }) {
  const rects = blocks.map(
    ([x, y, width, height, radius, fill]) =>
      `  <rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>\n`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">\n${rects.join('')}</svg>\n`;
}

/** @param {Block} block @param {number} px @param {number} py whether a point lies in a rectangle with round corners */
function covers([x, y, width, height, radius], px, py) {
  const dx = Math.max(x + radius - px, px - (x + width - radius), 0);
  const dy = Math.max(y + radius - py, py - (y + height - radius), 0);
  const inside = px >= x && px < x + width && py >= y && py < y + height;
  return inside && dx * dx + dy * dy <= radius * radius;
}

/** RGBA rows of a picture, smoothed by 8 x 8 points in each pixel. @param {Picture} picture @param {number} pixels side */
function raster({ size, blocks }, pixels) {
  const points = 8;
  const rows = Buffer.alloc(pixels * (pixels * 4 + 1));
  for (let row = 0; row < pixels; row++) {
    for (let column = 0; column < pixels; column++) {
      let [red, green, blue, covered] = [0, 0, 0, 0];
      for (let point = 0; point < points * points; point++) {
        const px = ((column + ((point % points) + 0.5) / points) * size) / pixels;
        const py = ((row + (Math.floor(point / points) + 0.5) / points) * size) / pixels;
        const top = blocks.findLast((block) => covers(block, px, py));
        if (!top) continue;
        const colour = parseInt(top[5].slice(1), 16);
        red += colour >> 16;
        green += (colour >> 8) & 255;
        blue += colour & 255;
        covered++;
      }
      const at = row * (pixels * 4 + 1) + 1 + column * 4;
      const mean = (/** @type {number} */ sum) => (covered ? Math.round(sum / covered) : 0);
      rows.set([mean(red), mean(green), mean(blue), Math.round((covered * 255) / points ** 2)], at);
    }
  }
  return rows;
}

/** @param {Buffer} bytes @returns {number} the CRC-32 that ends each chunk of a PNG file (PNG specification, annex D) */
function crc32(bytes) {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** @param {string} type @param {Buffer} data @returns {Buffer} */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** @param {Picture} picture @param {number} pixels side @returns {Buffer} 8-bit RGBA, every row unfiltered */
function png(picture, pixels) {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixelData = deflateSync(raster(picture, pixels), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixelData), chunk('IEND', Buffer.alloc(0))]);
}

const write = (/** @type {string} */ name, /** @type {string | Uint8Array} */ content) =>
  writeFileSync(new URL(name, import.meta.url), content);

write('icon.svg', svg(icon));
write('icon.png', png(icon, 256));
write('file-light.svg', svg(file({ ...ink, stack: '#b8651b', text: '#1f6fc4', data: '#5a93cf', heap: '#2f8a4b' })));
write('file-dark.svg', svg(file(ink)));
write('activity.svg', svg(activity));
