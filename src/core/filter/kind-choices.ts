/** What `kind:`, `role:` and `group:` take: names for sets of kinds. */
import { GROUPS, KINDS, type Kind, type Role } from '../kinds/kinds.ts';
import { nameTable, type NameTable } from './names.ts';

/** Kinds that go by one name. */
export type KindSet = ReadonlySet<Kind>;

const ROLES: readonly Role[] = ['program', 'library', 'interpreter'];

/** `file-text` without the `file-`. */
function partOf({ id }: Kind): string {
  return id.replace(/^file-/, '');
}

/** How the label of a kind without a role calls the part: `code` for `File code`. */
function partLabel({ label }: Kind): string {
  return label.replace(/^File /, '');
}

/** True for the kinds that exist once for each role. */
function isPart({ id }: Kind): boolean {
  return KINDS.some((kind) => kind.id === id && kind.role !== undefined);
}

const distinct = KINDS.filter((kind) => kind.role === undefined);
const partsOfRoles = KINDS.filter((kind) => kind.role !== undefined);

/**
 * The names that `kind:` takes, in the order of `KINDS`: the ids (`heap`, `file-text`: of whatever role), a role and a part
 * (`program-text`, `library-data`), a part alone (`text`, `relro`), labels (`"Thread stack"`), and the groups whose name is no kind's
 * (`library`, `jit`).
 */
export const KIND_CHOICES: NameTable<KindSet> = nameTable([
  ...distinct.map((kind) => ({
    names: isPart(kind) ? [kind.id, partOf(kind), partLabel(kind)] : [kind.id, kind.label],
    value: new Set(KINDS.filter(({ id }) => id === kind.id)),
  })),
  ...partsOfRoles.map((kind) => ({
    names: [`${kind.role}-${partOf(kind)}`, `${kind.role}-${partLabel(kind)}`, kind.label],
    value: new Set([kind]),
  })),
  ...GROUPS.map((group) => ({ names: [group.id, group.label], value: kindsOfGroup(group.id) })),
]);

/** The names that `group:` takes. */
export const GROUP_CHOICES: NameTable<KindSet> = nameTable(
  GROUPS.map(({ id, label }) => ({ names: [id, label], value: kindsOfGroup(id) })),
);

/** The names that `role:` takes. */
export const ROLE_CHOICES: NameTable<Role> = nameTable(ROLES.map((role) => ({ names: [role], value: role })));

/** True when a kind has the role; undefined for a part of an ELF file of which nothing tells the role. */
export function hasRole(kind: Kind, role: Role): boolean | undefined {
  return kind.role === undefined && isPart(kind) ? undefined : kind.role === role;
}

function kindsOfGroup(group: Kind['group']): KindSet {
  return new Set(KINDS.filter((kind) => kind.group === group));
}
