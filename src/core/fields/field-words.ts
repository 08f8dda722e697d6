/**
 * The keys of smaps and the codes of VmFlags without the sentences about them: what filters need of the catalogue. The build puts
 * these arrays where this module is imported (`evaluated` in esbuild.mjs), so that the sentences are only in the bundle of hovers.
 */
import { RESIDENCY_KEYS, type KeyEntry } from './smaps-keys.ts';
import { PAGE_KEYS } from './smaps-page-keys.ts';
import { ACCESS_FLAGS, type FlagEntry } from './vm-flags-access.ts';
import { ADVICE_FLAGS } from './vm-flags-advice.ts';

/** A line of smaps in a few words; see KeyEntry for the members. */
export interface KeyWords extends Pick<KeyEntry, 'name' | 'label' | 'summable'> {
  readonly unit?: string | undefined;
}

/** A code of the VmFlags line in a few words; see FlagEntry for the members. */
export interface FlagWords extends Pick<FlagEntry, 'name' | 'label'> {
  readonly constant?: string | undefined;
}

/** Every key of smaps and smaps_rollup that is known, old ones too. */
export const KEY_WORDS: readonly KeyWords[] = [...RESIDENCY_KEYS, ...PAGE_KEYS].map(
  ({ name, label, unit, summable }) => ({ name, label, unit, summable }),
);

/** Every VmFlags code that is known, old ones too. */
export const FLAG_WORDS: readonly FlagWords[] = [...ACCESS_FLAGS, ...ADVICE_FLAGS].map(({ name, constant, label }) => ({
  name,
  constant,
  label,
}));
