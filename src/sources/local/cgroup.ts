/**
 * The container of a process, from `/proc/PID/cgroup`: a line a hierarchy, `number:controllers:path`, the path below the reader's
 * cgroup namespace (cgroups(7), cgroup_namespaces(7)). Runtimes name the groups of their containers each in its own way.
 */
import { bytesOf } from '../byte-string.ts';
import { printableBytes } from '../printable-bytes.ts';
import type { Container, ContainerRuntime } from '../process.ts';

/** A group of a path that tells of a container; `none` where it tells that there is none, such as the group of a monitor. */
type Told = Pick<Container, 'runtime' | 'id'> | 'none' | undefined;

interface Rule {
  readonly pattern: RegExp;
  /** @param below the groups below this one */
  readonly tell: (found: RegExpExecArray, below: readonly string[], isUnified: boolean) => Told;
}

const HEX = '([0-9a-f]{64})';

function byId(pattern: string, runtime: ContainerRuntime | undefined): Rule {
  return { pattern: new RegExp(pattern), tell: ([, id = '']) => ({ runtime, id }) };
}

/** The first that fits one group of a path counts. */
const RULES: readonly Rule[] = [
  byId(`^docker-${HEX}\\.scope$`, 'docker'),
  byId(`^libpod-${HEX}(?:\\.scope)?$`, 'podman'),
  byId(`^crio-${HEX}(?:\\.scope)?$`, 'cri-o'),
  byId(`^cri-containerd-${HEX}\\.scope$`, 'containerd'),
  byId(`^nerdctl-${HEX}\\.scope$`, 'containerd'),
  // A path in the form for systemd that was taken for one in the file system: slice, prefix and name in one group.
  byId(`:cri-containerd:${HEX}$`, 'containerd'),
  byId(`:(?:docker|moby):${HEX}$`, 'docker'),
  byId(`:libpod:${HEX}$`, 'podman'),
  // What watches over a container is not in it.
  { pattern: /^(?:libpod-conmon-|crio-conmon-|lxc\.monitor)/, tell: () => 'none' },
  {
    pattern: /^lxc(?:\.payload(?:\.(.+))?)?$/,
    tell: ([, name], below) => named('lxc', name ?? below[0]),
  },
  {
    // Machines of systemd-machined(8): libvirt's are virtual machines, or containers of its own LXC driver.
    pattern: /^machine-(?:(qemu|lxc)\\x2d\d+\\x2d)?(.+)\.scope$/,
    tell: ([, driver, name = ''], [part], isUnified) => {
      if (driver === 'qemu' || part === 'supervisor') return 'none';
      if (driver === 'lxc') return named('lxc', unescaped(name));
      // systemd-nspawn(1) splits its group in two; where it cannot, which is a virtual machine is not told.
      return part === 'payload' || !isUnified ? named('systemd-nspawn', unescaped(name)) : undefined;
    },
  },
  {
    pattern: /^systemd-nspawn@(.+)\.service$/,
    tell: ([, name = ''], [part]) => (part === 'supervisor' ? 'none' : named('systemd-nspawn', unescaped(name))),
  },
];

/** Folders of containers by their ID alone: what they are in tells the runtime. */
const FOLDERS: Readonly<Record<string, ContainerRuntime>> = { docker: 'docker', libpod_parent: 'podman' };
const BARE_ID = new RegExp(`^${HEX}$`);

/** The group of a pod: its UID, with `_` for `-` where systemd would take `-` for a level. Of static pods it is a hash. */
const POD = /(?:^|-)pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\.slice)?(?:$|:)/;

/** What nobody would read to its end is cut. */
const LONGEST_NAME = 64;

/**
 * Reads a cgroup file of a process.
 * @param file a byte string: a character for each byte
 * @param isNested the reader lives in a cgroup namespace of its own, which hides what its paths are below
 * @returns the innermost container; `none` for no container; undefined when that is not told
 */
export function containerOf(file: string, isNested: boolean): Container | 'none' | undefined {
  let told: Container | 'none' | undefined;
  for (const line of file.split('\n')) {
    const path = /^(\d+):[^:]*:(\/.*)$/.exec(line);
    if (!path) continue;
    const found = ofPath(path[2] ?? '', path[1] === '0');
    if (found !== undefined && found !== 'none') return found;
    if (found === 'none' || !isNested) told = 'none';
  }
  return told;
}

/** The container of one path; undefined when it names none. */
function ofPath(path: string, isUnified: boolean): Container | 'none' | undefined {
  // Of a group that was removed meanwhile the kernel says so after its path.
  const groups = path
    .replace(/ \(deleted\)$/, '')
    .split('/')
    .filter((group) => group !== '');
  let pod: string | undefined;
  let told: Told;
  for (const [i, group] of groups.entries()) {
    const found = POD.exec(group)?.[1]?.replaceAll('_', '-');
    if (found !== undefined) {
      // A pod is where a new container begins: what was outside of it is the machine of its node.
      pod = found;
      told = undefined;
    }
    told = ofGroup(group, groups[i - 1], groups.slice(i + 1), isUnified) ?? told;
  }
  return told === undefined || told === 'none' ? told : { ...told, pod };
}

function ofGroup(group: string, above: string | undefined, below: readonly string[], isUnified: boolean): Told {
  for (const { pattern, tell } of RULES) {
    const found = pattern.exec(group);
    if (found) return tell(found, below, isUnified);
  }
  const id = BARE_ID.exec(group)?.[1];
  return id === undefined ? undefined : { runtime: FOLDERS[above ?? ''], id };
}

function named(runtime: ContainerRuntime, name: string | undefined): Told {
  if (name === undefined || name === '') return undefined;
  return { runtime, id: printableBytes(bytesOf(name)).slice(0, LONGEST_NAME) };
}

/** A name as systemd-escape(1) writes it: `\x2d` for `-`. */
function unescaped(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
