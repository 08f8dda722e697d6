/** Which source is meant: a few words that settings remember and addresses of documents hold. */

/** How a device is read that `adb` reaches: as its shell user, as root through `su`, or as an app through `run-as`. */
export type AdbRights = 'shell' | 'su' | { readonly runAs: string };

export type SourceSpec =
  /** The machine that the extension runs on. */
  | { readonly kind: 'local' }
  /** A destination as ssh(1) takes it: a name of the user's own configuration, `user@host`, `ssh://user@host:port`. */
  | { readonly kind: 'ssh'; readonly host: string }
  /** A device by the serial number that `adb devices` prints. */
  | { readonly kind: 'adb'; readonly serial: string; readonly rights: AdbRights }
  /** A container by its name or ID. */
  | { readonly kind: 'docker' | 'podman'; readonly container: string }
  /** A container of a pod; what is undefined is left to the configuration of kubectl. */
  | {
      readonly kind: 'kubectl';
      readonly context: string | undefined;
      readonly namespace: string | undefined;
      readonly pod: string;
      readonly container: string | undefined;
    }
  /** A folder or an archive of this machine with saved files of /proc. */
  | { readonly kind: 'saved'; readonly path: string };

export type SourceKind = SourceSpec['kind'];

export const LOCAL: SourceSpec = { kind: 'local' };

/** Between the parts of a key. */
const SEPARATOR = '@';

/** A source in one word, for addresses and for comparing: `ssh@board`. `sourceOf` undoes it. */
export function sourceKey(spec: SourceSpec): string {
  return [spec.kind, ...partsOf(spec)].map(encodeURIComponent).join(SEPARATOR);
}

/** The source of a key; undefined when it is none. */
export function sourceOf(key: string): SourceSpec | undefined {
  let parts: string[];
  try {
    parts = key.split(SEPARATOR).map(decodeURIComponent);
  } catch {
    return undefined; // A % that starts no character: somebody made it up.
  }
  const [kind = '', ...rest] = parts;
  const spec = Object.hasOwn(READERS, kind) ? READERS[kind]?.(rest) : undefined;
  return spec && sourceKey(spec) === key ? spec : undefined;
}

/** True for what settings, commands and messages give as a source. */
export function isSource(value: unknown): value is SourceSpec {
  if (typeof value !== 'object' || value === null) return false;
  const kind: unknown = Reflect.get(value, 'kind');
  const word = (name: string): boolean => {
    const part: unknown = Reflect.get(value, name);
    return typeof part === 'string' && part !== '';
  };
  const optional = (name: string): boolean => Reflect.get(value, name) === undefined || word(name);
  switch (kind) {
    case 'local':
      return true;
    case 'ssh':
      return word('host');
    case 'adb':
      return word('serial') && isRights(Reflect.get(value, 'rights'));
    case 'docker':
    case 'podman':
      return word('container');
    case 'kubectl':
      return word('pod') && ['context', 'namespace', 'container'].every(optional);
    case 'saved':
      return word('path');
    default:
      return false;
  }
}

function isRights(value: unknown): value is AdbRights {
  if (value === 'shell' || value === 'su') return true;
  if (typeof value !== 'object' || value === null) return false;
  const runAs: unknown = Reflect.get(value, 'runAs');
  return typeof runAs === 'string' && runAs !== '';
}

/** What a source is called where there is little room: `board (SSH)`. */
export function sourceLabel(spec: SourceSpec): string {
  switch (spec.kind) {
    case 'local':
      return 'This Machine';
    case 'ssh':
      return `${spec.host} (SSH)`;
    case 'adb':
      return `${spec.serial} (adb${spec.rights === 'shell' ? '' : spec.rights === 'su' ? ', su' : `, ${spec.rights.runAs}`})`;
    case 'docker':
    case 'podman':
      return `${spec.container} (${spec.kind})`;
    case 'kubectl':
      return `${[spec.pod, spec.container].filter((part) => part !== undefined).join('/')} (kubectl)`;
    case 'saved':
      return spec.path.replace(/\/+$/, '').replace(/^.*\//, '') || spec.path;
  }
}

function partsOf(spec: SourceSpec): readonly string[] {
  switch (spec.kind) {
    case 'local':
      return [];
    case 'ssh':
      return [spec.host];
    case 'adb':
      return [
        spec.serial,
        ...(spec.rights === 'shell' ? [] : spec.rights === 'su' ? ['su'] : ['run-as', spec.rights.runAs]),
      ];
    case 'docker':
    case 'podman':
      return [spec.container];
    case 'kubectl':
      return [spec.pod, spec.container ?? '', spec.namespace ?? '', spec.context ?? ''];
    case 'saved':
      return [spec.path];
  }
}

/** From the parts of a key to the source; undefined when they are not what the kind needs. */
const READERS: Readonly<Record<string, (parts: readonly string[]) => SourceSpec | undefined>> = {
  local: () => LOCAL,
  ssh: ([host]) => (host ? { kind: 'ssh', host } : undefined),
  adb: ([serial, rights, runAs]) => {
    if (!serial) return undefined;
    if (rights === undefined) return { kind: 'adb', serial, rights: 'shell' };
    if (rights === 'su') return { kind: 'adb', serial, rights };
    return rights === 'run-as' && runAs ? { kind: 'adb', serial, rights: { runAs } } : undefined;
  },
  docker: ([container]) => (container ? { kind: 'docker', container } : undefined),
  podman: ([container]) => (container ? { kind: 'podman', container } : undefined),
  kubectl: ([pod, container, namespace, context]) =>
    pod
      ? {
          kind: 'kubectl',
          context: context || undefined,
          namespace: namespace || undefined,
          pod,
          container: container || undefined,
        }
      : undefined,
  saved: ([path]) => (path ? { kind: 'saved', path } : undefined),
};
