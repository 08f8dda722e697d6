/**
 * Reads the figures of processes that somebody looks at. Counting them walks the page tables of the process under its own lock,
 * so the one that is looked at is spared: 50 times as long as a read took it is left alone.
 */
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import type { FiguresNode, Node, ProcessNode } from './nodes.ts';

/** A read may take this part of the time, and there is none more often than each second. */
const REST = 50;
const LEAST_REST = 1000;

export class FiguresReader {
  private readonly services: Pick<Services, 'worker' | 'log'>;
  private readonly changed: (rows: Node[]) => void;

  /** @param changed is told of rows that look different now */
  constructor(services: Pick<Services, 'worker' | 'log'>, changed: (rows: Node[]) => void) {
    this.services = services;
    this.changed = changed;
  }

  /**
   * Reads the figures of a process, unless what was read is young enough.
   * @param tells whether its own row shows some of them
   */
  async look(node: ProcessNode, tells: boolean): Promise<void> {
    const { figures } = node;
    if (figures.reading) return figures.reading;
    if (node.process.kernelThread || !isDue(figures)) return;
    figures.reading = this.read(node).finally(() => (figures.reading = undefined));
    await figures.reading;
    this.changed(tells ? [node] : [figures]);
  }

  private async read(node: ProcessNode): Promise<void> {
    const { source, figures } = node;
    try {
      figures.read = await this.services.worker.readFigures(source, node, { rollup: true, regions: true });
    } catch (error) {
      this.services.log.error(`Reading the figures of process ${node.pid}`, error);
      const message = reasonOf(error);
      figures.read = { ok: false, pid: node.pid, reason: 'error', title: message, message, advice: '' };
    }
    figures.readAt = Date.now();
  }
}

function isDue({ read, readAt }: FiguresNode): boolean {
  const cost = read?.ok === true ? read.cost : 0;
  // The clock may have been set back.
  return Math.abs(Date.now() - readAt) >= Math.max(LEAST_REST, REST * cost);
}
