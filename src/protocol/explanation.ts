/** What the extension tells the layout view of one region. It is made of words only: the view asks for what it lets one open. */

/** A sentence of ours with texts of the source in it, in which everything that cannot be seen is told by name. */
export type Words = readonly (string | { readonly code: string })[];

/** A field of the region with its explanation. */
export interface FieldWords {
  readonly name: string;
  readonly value: string;
  /** The value's part of the region's size; undefined where it is none. */
  readonly share: string | undefined;
  readonly label: string;
  /** What the value says here, a line each. */
  readonly here: readonly Words[];
  readonly meaning: Words;
  readonly why: Words;
  /** The first kernel that has it; undefined where nothing tells. */
  readonly since: string | undefined;
  /** Where it is documented. */
  readonly source: { readonly title: string; readonly url: string };
}

/** Something that deserves a second look. */
export interface FindingWords {
  readonly id: string;
  /** 1 note, 2 warning, 3 grave. */
  readonly severity: number;
  readonly title: string;
  readonly why: string;
  readonly advice: string;
  readonly evidence: Words;
}

/** All that is known of one region. */
export interface RegionWords {
  readonly type: 'explanation';
  readonly place: RegionPlace;
  readonly kind: string;
  readonly confidence: 'certain' | 'likely' | 'guess';
  readonly description: string;
  /** Phrases without a capital and a full stop. */
  readonly evidence: readonly string[];
  /** What the source itself calls it, and points at in it. */
  readonly notes: readonly Words[];
  readonly findings: readonly FindingWords[];
  readonly fields: readonly FieldWords[];
  readonly counters: readonly FieldWords[];
  /** True when there is a file to open. */
  readonly hasFile: boolean;
  /** The command that names the function there; undefined where no code is mapped from a file. */
  readonly command: string | undefined;
}

/** A region of a snapshot. */
export interface RegionPlace {
  /** The snapshot's id. */
  readonly snapshot: number;
  readonly row: number;
}

/** Tell what is known of a region. */
export interface Explain extends RegionPlace {
  readonly type: 'explain';
}

/** Open the file that a region maps. */
export interface OpenFile extends RegionPlace {
  readonly type: 'open-file';
}

/** Open a page of documentation, one of those that explanations name. */
export interface OpenSource {
  readonly type: 'open-source';
  readonly url: string;
}
