/** A container of a pod that kubectl reaches. */
import { shellLine } from '../../core/locate/shell-word.ts';
import type { SourceSpec } from '../source-spec.ts';
import { NO_SH_SAYS } from './containers.ts';
import type { KnownEnd } from './known-end.ts';
import { checkedName, type Target } from './target.ts';

/** A pod, or `TYPE/NAME` such as `deploy/web`: names of DNS (RFC 1123). */
const POD = /^[a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*)?$/;
const LABEL = /^[a-z0-9][a-z0-9-]*$/;
/** Contexts are named by the user or a cloud, such as `arn:aws:eks:…:cluster/board` and `user@board`. */
const CONTEXT = /^[\p{L}\p{N} ._:/@+=-]+$/u;

/** True for what a pod can be called. */
export const isPodName = (name: string): boolean => POD.test(name);
/** True for what a namespace or a container of a pod can be called. */
export const isLabel = (name: string): boolean => LABEL.test(name);
/** True for what a context can be called here: no option, nothing that a shell would read. */
export const isContextName = (name: string): boolean => CONTEXT.test(name) && !name.startsWith('-');

/** @throws SourceFailure when a name cannot be one */
export function kubectlTarget(spec: Extract<SourceSpec, { kind: 'kubectl' }>): Target {
  const pod = checkedName(spec.pod, POD, 'name of a pod');
  const container = spec.container && checkedName(spec.container, LABEL, 'name of a container');
  const where = whereOptions(spec);
  const args = ['exec', '-i', ...where, pod, ...(container ? [`--container=${container}`] : []), '--', 'sh'];
  return {
    tool: 'kubectl',
    target: container ? `${pod}/${container}` : pod,
    command: shellLine('kubectl', ...args),
    args,
    ends: [...KUBECTL_ENDS, ...NO_SHELL],
  };
}

/** The options for a context and a namespace; those that are undefined are left to kubectl. @throws SourceFailure */
export function whereOptions(where: {
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
}): string[] {
  const { context, namespace } = where;
  return [
    ...(context ? [`--context=${checkedName(context, CONTEXT, 'name of a context')}`] : []),
    ...(namespace ? [`--namespace=${checkedName(namespace, LABEL, 'name of a namespace')}`] : []),
  ];
}

/** The texts of kubectl, the API server and the runtimes on the nodes. */
export const KUBECTL_ENDS: readonly KnownEnd[] = [
  {
    says: /context "([^"]*)" does not exist|context was not found for specified context: (\S+)/,
    message: 'kubectl has no context {1}{2}.',
    advice:
      'kubectl config get-contexts prints those that there are; KUBECONFIG may name another file than in your terminal.',
  },
  {
    says: /unable to read [\w-]+ (\S+) for \S+ due to open [^\r\n]*: no such file or directory/,
    message: 'kubectl does not find the file {1}, which its configuration names.',
    advice:
      'kubectl config view shows where. Log in to the cluster anew, which makes the file, or take another context.',
  },
  {
    says: /exec: executable (\S+) not found/,
    message: 'kubectl does not find the program {1}, by which its configuration logs in.',
    advice: 'Install it, or put it into the PATH: VS Code that was not started from a terminal may have another PATH.',
  },
  {
    says: /cannot (\w+) resource "([^"]+)" in API group "[^"]*" in the namespace "([^"]+)"/,
    message: 'You may not {1} {2} in the namespace {3}.',
    advice:
      'Who manages the cluster has to give you a role with the verbs get on pods and create on pods/exec; kubectl auth can-i create pods/exec -n {3} tells when you have it.',
  },
  {
    says: /\(Forbidden\): ([^\r\n]+)/,
    message: 'The cluster does not allow it: {1}.',
    advice: 'A role with the verbs get on pods and create on pods/exec is needed, and no admission rule against it.',
  },
  {
    says: /Unauthorized|You must be logged in to the server|getting credentials|asked for the client to provide credentials/i,
    message: 'The cluster does not know you, or your login has expired.',
    advice: 'Log in as you do for kubectl in a terminal; kubectl auth whoami has to work there without a question.',
  },
  {
    says: /namespaces "([^"]+)" not found/,
    message: 'There is no namespace {1}.',
    advice: 'kubectl get namespaces prints those that there are.',
  },
  {
    says: /\(NotFound\): (\S+) "([^"]+)" not found/,
    message: 'There is no {2} among the {1}.',
    advice:
      'Pods get new names when they are made anew. Add the new one, or name what makes them, such as deploy/NAME, as the pod.',
  },
  {
    says: /container "?([\w.-]+)"? (?:is not valid for|not found in) pod/,
    message: 'The pod has no container {1}.',
    advice: 'kubectl get pod with -o wide, or its description, names its containers.',
  },
  {
    says: /current phase is (\w+)|completed pod/,
    message: 'The pod of {target} has ended.',
    advice: 'Add one that runs.',
  },
  {
    says: /container not found \("([^"]*)"\)|does not have a host assigned|unable to upgrade connection: container|ContainerCreating|not running/i,
    message: 'The container of {target} does not run yet, or no more.',
    advice: 'kubectl describe pod tells why. Refresh when it runs.',
  },
  {
    says: /The connection to the server (\S+) was refused/,
    message: 'No cluster answers at {1}.',
    advice: 'See that the cluster runs, and that kubectl config current-context names the one that is meant.',
  },
  {
    says: /Unable to connect to the server: ([^\r\n]+)/,
    message: 'The cluster cannot be reached: {1}.',
    advice: 'See that the network and VPN are on, and that kubectl get pods works in a terminal.',
  },
  {
    says: /lost connection to pod|error reading from error stream|unexpected EOF|websocket: close|connection reset/i,
    message: 'The connection to {target} was cut.',
    advice: 'The pod may have been moved or ended. Refreshing connects anew.',
  },
  {
    codes: [137, 143],
    message: 'The shell in {target} was ended from outside.',
    advice: 'The pod may have been moved or ended, or is short of memory. Refreshing connects anew.',
  },
];

/** Of a shell in a container, and not of lists. */
const NO_SHELL: readonly KnownEnd[] = [{ says: NO_SH_SAYS }, { says: /exit code 12[67]/ }, { codes: [126, 127] }].map(
  (end) => ({
    ...end,
    message: 'The image of {target} has no sh.',
    advice:
      'Start a container with a shell that sees its processes (kubectl debug POD --image=busybox --target=CONTAINER -it -- sh), and add that container of the pod. Or read on the node: add it by SSH.',
  }),
);
