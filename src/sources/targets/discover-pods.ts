/** The containers of pods that kubectl lists. */
import type { SourceSettings } from '../source-settings.ts';
import { SourceFailure } from '../source.ts';
import { detailOf, type Found } from './found.ts';
import { isContextName, isLabel, isPodName, KUBECTL_ENDS, whereOptions } from './kubectl.ts';
import { runTool } from './run-tool.ts';

/**
 * A line a pod: namespace, name, phase, and the names of its containers; far shorter than all that is known of it. Containers that
 * run beside the others from the start to the end stand among those that run first (“sidecar containers”, Kubernetes 1.29).
 */
const COLUMNS =
  'jsonpath={range .items[*]}{.metadata.namespace}{"\\t"}{.metadata.name}{"\\t"}{.status.phase}{"\\t"}' +
  '{.spec.containers[*].name} {.spec.initContainers[?(@.restartPolicy=="Always")].name} ' +
  '{.spec.ephemeralContainers[*].name}{"\\n"}{end}';

/**
 * Those of the namespace that kubectl takes by itself. The context is found out first, so that what is added means the same cluster
 * for good.
 * @throws Cancelled, SourceFailure
 */
export async function discoverPods(settings: SourceSettings, signal: AbortSignal): Promise<readonly Found[]> {
  const context = await currentContext(settings, signal);
  const args = ['get', 'pods', ...whereOptions({ context }), '--request-timeout=10s', '-o', COLUMNS];
  return parsePods(await ask(args, settings, signal), context);
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
