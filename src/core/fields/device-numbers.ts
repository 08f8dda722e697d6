/**
 * What a device number says. In a memory map it is the device of the file system that holds the file, so the majors are
 * those of block devices (Documentation/admin-guide/devices.txt), and 0 stands for file systems without one.
 */

/** What is known of a device number. */
export interface DeviceFacts {
  /** What devices with this major are. */
  readonly what: string;
  /** The usual node, for instance `/dev/sda1`; left out where the number does not tell. */
  readonly node?: string;
}

/** One row: the first and last major, what it is, and how the minor makes the node's name. */
type Row = readonly [first: number, last: number, what: string, node?: (minor: number, major: number) => string];

const SCSI_MAJORS = [8, 65, 66, 67, 68, 69, 70, 71, 128, 129, 130, 131, 132, 133, 134, 135];
const IDE_MAJORS = [3, 22, 33, 34, 56, 57, 88, 89, 90, 91];

const sd = (minor: number, major: number): string =>
  numbered(`/dev/sd${letters(SCSI_MAJORS.indexOf(major) * 16 + (minor >> 4))}`, minor & 15);
const hd = (minor: number, major: number): string =>
  numbered(`/dev/hd${letters(IDE_MAJORS.indexOf(major) * 2 + (minor >> 6))}`, minor & 63);
const DYNAMIC = 'given out at boot, often to device mapper (LVM, encryption), virtio disks, zram or UBI';

const ROWS: readonly Row[] = [
  [0, 0, 'a file system without a block device, such as tmpfs, overlay, btrfs, NFS, UBIFS or memfd'],
  [1, 1, 'RAM disk, the root of many small systems', (minor) => `/dev/ram${minor}`],
  [2, 2, 'floppy disk'],
  ...IDE_MAJORS.map((major): Row => [major, major, 'IDE disk', hd]),
  [7, 7, 'loop device: a file system inside a file, as snap packages are', (minor) => `/dev/loop${minor}`],
  ...SCSI_MAJORS.map((major): Row => [major, major, 'SCSI, SATA or USB disk', sd]),
  [9, 9, 'software RAID', (minor) => `/dev/md${minor}`],
  [11, 11, 'CD-ROM or DVD drive', (minor) => `/dev/sr${minor}`],
  [31, 31, 'flash memory (MTD)', (minor) => `/dev/mtdblock${minor}`],
  [43, 43, 'network block device'],
  [44, 44, 'flash memory behind a translation layer (FTL)'],
  [93, 93, 'flash memory behind a translation layer (NFTL)'],
  [94, 94, 'DASD disk of an IBM mainframe'],
  [96, 96, 'flash memory behind a translation layer (INFTL)'],
  [98, 98, 'disk of User-mode Linux'],
  [147, 147, 'replicated disk (DRBD)', (minor) => `/dev/drbd${minor}`],
  [179, 179, 'MMC or SD card, eMMC', (minor) => numbered(`/dev/mmcblk${minor >> 3}`, minor & 7, 'p')],
  [202, 202, 'Xen virtual disk', (minor) => numbered(`/dev/xvd${letters(minor >> 4)}`, minor & 15)],
  [240, 254, DYNAMIC],
  [259, 259, 'extended block device: NVMe disks, and partitions with high numbers'],
];

const BY_MAJOR = new Map(
  ROWS.flatMap((row) => Array.from({ length: row[1] - row[0] + 1 }, (_, i): [number, Row] => [row[0] + i, row])),
);

/** What a device number says; undefined for a major that has no common meaning. */
export function deviceFacts(major: number, minor: number): DeviceFacts | undefined {
  const row = BY_MAJOR.get(major);
  if (!row) return undefined;
  const [, , what, node] = row;
  return node ? { what, node: node(minor, major) } : { what };
}

/** Disk letters: 0 is `a`, 26 is `aa` (`sd_format_disk_name()` in drivers/scsi/sd.c). */
function letters(disk: number): string {
  const last = String.fromCharCode(0x61 + (disk % 26));
  return disk < 26 ? last : letters(Math.floor(disk / 26) - 1) + last;
}

/** A disk, or its partition; number 0 is the disk itself. */
function numbered(disk: string, partition: number, separator = ''): string {
  return partition === 0 ? disk : `${disk}${separator}${partition}`;
}
