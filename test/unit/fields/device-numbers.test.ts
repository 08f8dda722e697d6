/** Device numbers in words. */
import assert from 'node:assert/strict';
import { deviceFacts } from '../../../src/core/fields/device-numbers.ts';

describe('a device number', () => {
  const cases: readonly [major: number, minor: number, what: RegExp, node: string | undefined][] = [
    [0, 0x1b, /tmpfs.*overlay.*btrfs/, undefined],
    [1, 0, /RAM disk/, '/dev/ram0'],
    [3, 65, /IDE/, '/dev/hdb1'],
    [7, 12, /loop/, '/dev/loop12'],
    [8, 0, /SCSI, SATA or USB/, '/dev/sda'],
    [8, 1, /SCSI/, '/dev/sda1'],
    [8, 255, /SCSI/, '/dev/sdp15'],
    [65, 1, /SCSI/, '/dev/sdq1'],
    [65, 160, /SCSI/, '/dev/sdaa'],
    [9, 127, /RAID/, '/dev/md127'],
    [11, 0, /CD-ROM/, '/dev/sr0'],
    [31, 10, /flash/, '/dev/mtdblock10'],
    [179, 2, /MMC/, '/dev/mmcblk0p2'],
    [179, 8, /MMC/, '/dev/mmcblk1'],
    [202, 1, /Xen/, '/dev/xvda1'],
    [253, 5, /device mapper.*virtio/, undefined],
    [254, 0, /given out at boot/, undefined],
    [259, 2, /NVMe/, undefined],
  ];
  for (const [major, minor, what, node] of cases) {
    it(`${major}:${minor} is ${node ?? 'told without a node'}`, () => {
      const facts = deviceFacts(major, minor);
      assert.match(facts?.what ?? '', what);
      assert.equal(facts?.node, node);
    });
  }

  it('that is not common is not guessed', () => {
    for (const major of [4, 5, 120, 509, 1_000_000]) assert.equal(deviceFacts(major, 0), undefined);
  });
});
