/** The containers that run, as docker and podman list them. */
import { printable } from '../../core/memory-map/printable.ts';
import type { SourceSettings } from '../source-settings.ts';
import { SourceFailure } from '../source.ts';
import { CONTAINER_ENDS, isContainerName } from './containers.ts';
import { detailOf, type Found } from './found.ts';
import { runTool } from './run-tool.ts';

type Tool = 'docker' | 'podman';

/** docker prints an object a line, podman one list of objects, also where it goes by the name of docker (podman-docker). */
const ARGS: Readonly<Record<Tool, readonly string[]>> = {
  docker: ['ps', '--no-trunc', '--format', '{{json .}}'],
  podman: ['ps', '--no-trunc', '--format', 'json'],
};

/** @throws Cancelled, SourceFailure */
export async function discoverContainers(
  tool: Tool,
  settings: SourceSettings,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const call = { tool, args: ARGS[tool], ends: CONTAINER_ENDS[tool], target: 'the containers' };
  return parseContainers(tool, await runTool(call, settings, signal));
}

/** The containers in what `ps` printed. @throws SourceFailure when it is no JSON */
export function parseContainers(tool: Tool, text: string): readonly Found[] {
  return objectsIn(tool, text).flatMap((entry): Found[] => {
    const id = word(entry, 'ID') ?? word(entry, 'Id');
    const container = [nameOf(entry), id].find((name) => name !== undefined && isContainerName(name));
    if (container === undefined) return [];
    const detail = detailOf(word(entry, 'Image'), word(entry, 'Status'));
    return [{ spec: { kind: tool, container }, label: container, detail: printable(detail) }];
  });
}

function objectsIn(tool: Tool, text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  try {
    return /^\s*\[/.test(text) ? elements(JSON.parse(text)) : lines.map((line): unknown => JSON.parse(line));
  } catch {
    throw new SourceFailure(`What ${tool} ps printed is no list of containers.`, `Try ${tool} ps in a terminal.`);
  }
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** docker has the names in one text with commas, podman in a list; aliases follow the name. */
function nameOf(entry: unknown): string | undefined {
  const names = member(entry, 'Names');
  const first: unknown = Array.isArray(names) ? names[0] : names;
  return typeof first === 'string' ? first.split(',').find((name) => !name.includes('/')) : undefined;
}

function word(entry: unknown, key: string): string | undefined {
  const value = member(entry, key);
  return typeof value === 'string' ? value : undefined;
}

function member(entry: unknown, key: string): unknown {
  return typeof entry === 'object' && entry !== null && Object.hasOwn(entry, key) ? Reflect.get(entry, key) : undefined;
}
