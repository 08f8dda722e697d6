/** The memory policy in a row of numa_maps: mode, mode flags and nodes (`mpol_to_str()` in mm/mempolicy.c). */
import type { GrowingColumn } from '../memory-map/counter-builder.ts';
import { SPACE, TAB } from './bytes.ts';
import type { LineCursor } from './line-cursor.ts';
import type { RowSink } from './row-sink.ts';
import { Word } from './word.ts';

/** The modes of all kernels so far, in rows such as `bind=static|balancing:0-1,3` and `prefer (many):1`. */
const KNOWN = /^(?:default|local|bind|interleave|weighted interleave|prefer(?: \(many\))?)(?=[=:\s]|$)/;
const LONGEST_KNOWN = 24;
const INITIALS: readonly number[] = [...new TextEncoder().encode('dlbiwp')];
/** A mode as a later kernel may have one. */
const ANY = /^([a-z]{1,30}(?: \([a-z]{1,30}\)| interleave)?)(?:=([a-z|]{1,60}))?(?::([\d,-]{1,4000}))?(?=[ \t]|$)/;
/** A policy is shorter. */
const LONGEST = 4200;

const OPENING = 0x28;

/** True when a policy with a mode that is known today stands at the cursor. */
export function isPolicy(cursor: LineCursor): boolean {
  if (!INITIALS.includes(cursor.byte())) return false;
  return KNOWN.test(cursor.text(cursor.p, Math.min(cursor.to, cursor.p + LONGEST_KNOWN)));
}

export class PolicyReader {
  private readonly sink: RowSink;
  private readonly modes: GrowingColumn | undefined;
  /** The policy that was read last: most rows have the same. */
  private known = new Word('');
  private mode = '';
  private flags: string | undefined;
  private nodes: string | undefined;

  constructor(sink: RowSink) {
    this.sink = sink;
    this.modes = sink.column('policy', '', 'numa');
  }

  /** Goes over a policy; false and no move when there is none. */
  read(cursor: LineCursor): boolean {
    const { bytes, p, to } = cursor;
    if (this.known.length > 0 && cursor.takeWord(this.known)) {
      if (endsAt(bytes, cursor.p, to)) return true;
      cursor.p = p;
    }
    const match = ANY.exec(cursor.text(p, Math.min(to, p + LONGEST)));
    if (!match) return false;
    cursor.p = p + match[0].length;
    this.known = new Word(match[0]);
    this.mode = match[1] ?? '';
    this.flags = match[2];
    this.nodes = match[3];
    return true;
  }

  /** Stores the policy in the last row. */
  store(): void {
    const { sink, modes, mode, flags, nodes } = this;
    sink.textCounter(modes, mode);
    if (flags !== undefined) sink.textCounter(sink.column('policy_flags', '', 'numa'), flags);
    if (nodes !== undefined) sink.textCounter(sink.column('policy_nodes', '', 'numa'), nodes);
  }
}

/** True when a policy may end at a place: `prefer` is not all of `prefer (many)`. */
function endsAt(bytes: Uint8Array, p: number, to: number): boolean {
  if (p === to) return true;
  return (bytes[p] === SPACE || bytes[p] === TAB) && (p + 1 >= to || bytes[p + 1] !== OPENING);
}
