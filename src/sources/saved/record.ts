/** What a snapshot's `procsnap.json` tells of its processes, as far as reading them again needs it. */

/** Of one process. */
export interface SavedRecord {
  /** By name: the code of the system call that failed, and a sentence. */
  readonly missing: ReadonlyMap<string, { readonly code: string; readonly reason: string }>;
  /** Files that changed while they were read. */
  readonly torn: ReadonlySet<string>;
}

const NONE: ReadonlyMap<number, SavedRecord> = new Map();

/** The processes by PID; none when the file is not there or says nothing that is known. Never throws on what it holds. */
export function readRecord(bytes: Uint8Array | undefined): ReadonlyMap<number, SavedRecord> {
  if (!bytes) return NONE;
  let record: unknown;
  try {
    record = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return NONE; // Not JSON: the files speak for themselves, only the reasons of those that are missing are lost.
  }
  const processes = new Map<number, SavedRecord>();
  for (const process of listOf(field(record, 'processes'))) {
    const pid = field(process, 'pid');
    if (typeof pid === 'number') processes.set(pid, recordOf(field(process, 'files')));
  }
  return processes;
}

function recordOf(files: unknown): SavedRecord {
  const missing = new Map<string, { code: string; reason: string }>();
  const torn = new Set<string>();
  const entries: [string, unknown][] = typeof files === 'object' && files !== null ? Object.entries(files) : [];
  for (const [name, file] of entries) {
    const code = field(file, 'missing');
    const reason = field(file, 'reason');
    if (typeof code === 'string') missing.set(name, { code, reason: typeof reason === 'string' ? reason : '' });
    if (field(file, 'torn') === true) torn.add(name);
  }
  return { missing, torn };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
