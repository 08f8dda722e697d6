/** Where frames of zstd end, by their headers. */
import assert from 'node:assert/strict';
import { ZstdFrames } from '../../../src/sources/archive/zstd-frames.ts';

/** A frame with blocks of these sizes as they are, and one of a repeated byte at its end. */
function frame(sizes: readonly number[], descriptor = 0, header = 1): Buffer {
  const blocks = sizes.map((size) => Buffer.concat([blockHeader(size, 0, 0), Buffer.alloc(size, 0x28)]));
  const last = Buffer.concat([blockHeader(500, 1, 1), Buffer.alloc(1), Buffer.alloc(descriptor & 4)]);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, descriptor]), Buffer.alloc(header), ...blocks, last]);
}

function blockHeader(size: number, type: number, last: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE((size << 3) | (type << 1) | last);
  return bytes.subarray(0, 3);
}

const PASSED_OVER = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);

function isWhole(bytes: Uint8Array, step = bytes.length): boolean {
  const frames = new ZstdFrames();
  for (let at = 0; at < bytes.length; at += step) frames.add(bytes.subarray(at, at + step));
  return frames.isWhole;
}

describe('the frames of zstd', () => {
  const files: [what: string, bytes: Buffer][] = [
    ['of one block', frame([])],
    ['of many blocks', frame([10, 0, 70000])],
    ['with a checksum', frame([5], 4)],
    ['with a size of two bytes', frame([5], 0x40, 3)],
    ['with a size of eight bytes and a dictionary, in one segment', frame([5], 0xe3, 12)],
    ['to be passed over', Buffer.concat([PASSED_OVER, frame([3])])],
    ['one after the other', Buffer.concat([frame([3]), frame([4], 4), PASSED_OVER])],
  ];
  for (const [what, bytes] of files) {
    it(`end where they end: ${what}`, () => {
      assert.equal(isWhole(bytes), true);
      assert.equal(isWhole(bytes, 1), true);
      for (const cut of [1, 2, 7]) assert.equal(isWhole(bytes.subarray(0, -cut)), false, `without ${cut} bytes`);
    });
  }

  it('are followed by something else', () => {
    assert.equal(isWhole(Buffer.concat([frame([3]), Buffer.from('sent from my phone')])), false);
  });
});
