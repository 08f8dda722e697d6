/** The maps text of an invented process: `count` lines, about 92 bytes each; the same arguments give the same bytes. */
export declare function makeMaps(count: number, seed?: number): Buffer;
/** The smaps text of the process of `makeMaps(count, seed)`: 25 lines and about 758 bytes a region. */
export declare function makeSmaps(count: number, seed?: number): Buffer;
