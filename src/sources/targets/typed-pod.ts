/** A container of a pod as a person types it. */
import type { SourceSpec } from '../source-spec.ts';

/** What makes pods, by the names that kubectl has for them: `deploy/web` is one of its pods. */
const MAKERS = /^(?:po|pod|deploy|deployment|rs|replicaset|sts|statefulset|ds|daemonset|job|svc|service)$/;

/**
 * Reads `POD`, `NAMESPACE/POD` or `NAMESPACE/POD/CONTAINER`, where a pod may be `TYPE/NAME` as kubectl takes it; undefined for
 * anything else.
 */
export function readTypedPod(typed: string): Extract<SourceSpec, { kind: 'kubectl' }> | undefined {
  const parts = typed.split('/');
  const maker = parts.slice(0, 2).findIndex((part, i) => i < parts.length - 1 && MAKERS.test(part));
  if (maker >= 0) parts.splice(maker, 2, `${parts[maker]}/${parts[maker + 1]}`);
  if (typed.split('/').includes('') || parts.length > 3) return undefined;
  const [namespace, pod, container] = parts.length === 1 ? [undefined, parts[0]] : parts;
  return pod === undefined ? undefined : { kind: 'kubectl', context: undefined, namespace, pod, container };
}
