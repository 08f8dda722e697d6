/** Explains the field that fieldAt() found, in its map where there is one. */
import { explainFlag, explainFlags, explainKey } from './explain-counter.ts';
import { explainDeleted, explainDevice, explainInode, explainName } from './explain-file.ts';
import { explainOffset, explainPerms, explainRange } from './explain-header.ts';
import type { Explanation, Place } from './explanation.ts';
import type { Field } from './field-at.ts';

/**
 * What a field says and means.
 * @param place the region the line belongs to; without it the line alone is explained
 */
export function explainField(field: Field, place?: Place): Explanation {
  switch (field.field) {
    case 'range':
      return explainRange(field, place);
    case 'perms':
      return explainPerms(field, place);
    case 'offset':
      return explainOffset(field, place);
    case 'device':
      return explainDevice(field);
    case 'inode':
      return explainInode(field, place);
    case 'name':
      return explainName(field, place);
    case 'deleted':
      return explainDeleted(field);
    case 'key':
      return explainKey(field, place);
    case 'flags':
      return explainFlags(field, place);
    case 'flag':
      break;
  }
  return explainFlag(field, place);
}
