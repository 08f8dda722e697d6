/** What each region of a map is, and how that is known. */
import type { Counters } from '../memory-map/counters.ts';
import type { DialectName, MemoryMap } from '../memory-map/memory-map.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { gatherFacts, rowBelow, type MapFacts } from './facts.ts';
import { kindOf, UNKNOWN_KIND, type Kind } from './kinds.ts';
import type { Confidence } from './rule.ts';
import { roleReasons } from './rules-files.ts';
import { ROLES, ruleOf, type PreparedRule } from './rules.ts';

export type { Confidence } from './rule.ts';

/** What a region is, with its evidence. */
export interface KindExplanation {
  readonly kind: Kind;
  readonly confidence: Confidence;
  /**
   * Sentences without a capital and a full stop, most telling first. They hold names from the source: escape them where
   * they are shown.
   */
  readonly evidence: readonly string[];
}

const facts = new WeakMap<RegionTable, MapFacts>();

function factsOf(regions: RegionTable, counters: Counters | undefined): MapFacts {
  let known = facts.get(regions);
  if (!known || known.counters !== counters) facts.set(regions, (known = gatherFacts(regions, counters)));
  return known;
}

/** Fills the kind column of the map's regions. Linear in the number of regions and files. */
export function classifyMap(input: {
  readonly regions: RegionTable;
  readonly counters: Counters | undefined;
  readonly dialect: DialectName | undefined;
}): void {
  const { regions } = input;
  const m = factsOf(regions, input.counters);
  for (let row = 0; row < regions.count; row++) {
    const decided = ruleOf(m, row);
    regions.kind[row] = decided === undefined ? UNKNOWN_KIND : decided.kinds[m.role[ownerOf(m, decided, row)]!]!;
  }
}

/** What one region is and why, told by the rules that classify the whole map. */
export function explainKind(map: MemoryMap, row: number): KindExplanation {
  const m = factsOf(map.regions, map.counters);
  const decided = row >= 0 && row < map.regions.count ? ruleOf(m, row) : undefined;
  if (!decided)
    return { kind: kindOf(UNKNOWN_KIND), confidence: 'guess', evidence: ['no rule fits what the source tells'] };
  const entry = ownerOf(m, decided, row);
  const role = m.role[entry]!;
  const kind = kindOf(decided.kinds[role]!);
  const evidence = [...decided.rule.because(m, row)];
  let { confidence } = decided.rule;
  if (kind.id.startsWith('file-') || kind.id === 'bss') {
    evidence.push(...roleReasons(m, entry, ROLES[role]));
    confidence = weaker(confidence, roleConfidence(m, entry, role));
  }
  return { kind, confidence, evidence };
}

/** The file entry whose role counts. */
function ownerOf(m: MapFacts, { ownerBelow }: PreparedRule, row: number): number {
  const owner = ownerBelow ? rowBelow(m, row) : row;
  return m.table.file[owner < 0 ? row : owner]!;
}

const STRENGTH: readonly Confidence[] = ['guess', 'likely', 'certain'];

function weaker(a: Confidence, b: Confidence): Confidence {
  return STRENGTH.indexOf(a) < STRENGTH.indexOf(b) ? a : b;
}

function roleConfidence(m: MapFacts, entry: number, role: number): Confidence {
  return ROLES[role] === 'program' && m.program?.entry === entry ? m.program.confidence : 'certain';
}
