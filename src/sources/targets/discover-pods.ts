/** The containers of pods that kubectl lists. */
import type { SourceSettings } from '../source-settings.ts';
import { SourceFailure } from '../source.ts';
import { detailOf, type Found } from './found.ts';
import { isContextName, isLabel, isPodName, KUBECTL_ENDS, whereOptions } from './kubectl.ts';
import { runTool } from './run-tool.ts';

/** Which pods. */
export interface Where {
  /** The current one when undefined. */
  readonly context?: string | undefined;
  /** The one of the context when undefined; `ALL_NAMESPACES` for all of them. */
  readonly namespace?: string | undefined;
}

/** No namespace has this name. */
export const ALL_NAMESPACES = '*';

/**
 * A line a pod: namespace, name, phase, and the names of its containers; far shorter than all that is known of it. Containers that
 * run beside the others from the start to the end stand among those that run first (“sidecar containers”, Kubernetes 1.29).
 */
const COLUMNS =
  'jsonpath={range .items[*]}{.metadata.namespace}{"\\t"}{.metadata.name}{"\\t"}{.status.phase}{"\\t"}' +
  '{.spec.containers[*].name} {.spec.initContainers[?(@.restartPolicy=="Always")].name} ' +
  '{.spec.ephemeralContainers[*].name}{"\\n"}{end}';

/**
 * The context is found out first, so that what is added means the same cluster for good.
 * @throws Cancelled, SourceFailure
 */
export async function discoverPods(
  where: Where,
  settings: SourceSettings,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const context = where.context ?? (await currentContext(settings, signal));
  const all = where.namespace === ALL_NAMESPACES;
  const options = whereOptions({ context, namespace: all ? undefined : where.namespace });
  const args = [
    'get',
    'pods',
    ...options,
    ...(all ? ['--all-namespaces'] : []),
    '--request-timeout=10s',
    '-o',
    COLUMNS,
  ];
  return parsePods(await ask(args, settings, signal), context);
}

/** The contexts that kubectl knows. @throws Cancelled, SourceFailure */
export async function discoverContexts(settings: SourceSettings, signal: AbortSignal): Promise<readonly string[]> {
  const text = await ask(['config', 'get-contexts', '-o', 'name'], settings, signal);
  return text.split(/\r?\n/).filter(isContextName);
}

/** The containers that run, in what `kubectl get pods` printed in our columns. */
export function parsePods(text: string, context: string | undefined): readonly Found[] {
  return text.split('\n').flatMap((line) => {
    const [namespace = '', pod = '', phase, names = ''] = line.split('\t');
    if (!isLabel(namespace) || !isPodName(pod) || phase !== 'Running') return [];
    return names
      .split(' ')
      .filter(isLabel)
      .map((container): Found => ({
        spec: { kind: 'kubectl', context, namespace, pod, container },
        label: `${pod}/${container}`,
        detail: detailOf(namespace, context),
      }));
  });
}

/** Inside a cluster there is none, and kubectl finds its way without. */
async function currentContext(settings: SourceSettings, signal: AbortSignal): Promise<string | undefined> {
  try {
    const name = (await ask(['config', 'current-context'], settings, signal)).trim();
    return isContextName(name) ? name : undefined;
  } catch (error) {
    // What is wrong with kubectl itself, the question for the pods tells too.
    if (error instanceof SourceFailure) return undefined;
    throw error;
  }
}

function ask(args: readonly string[], settings: SourceSettings, signal: AbortSignal): Promise<string> {
  return runTool({ tool: 'kubectl', args, ends: KUBECTL_ENDS, target: 'the cluster' }, settings, signal);
}
