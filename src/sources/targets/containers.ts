/** A container that docker or podman run. */
import type { KnownEnd } from './known-end.ts';
import { checkedName, type Target } from './target.ts';

/** Names and IDs of containers, as both tools allow them. */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** True for a name or an ID that a container can have. */
export function isContainerName(name: string): boolean {
  return NAME.test(name);
}

/** @throws SourceFailure when it cannot be a container's name */
export function containerTarget(tool: 'docker' | 'podman', container: string): Target {
  const target = checkedName(container, NAME, 'name of a container');
  return {
    tool,
    target,
    command: `${tool} exec -i ${target} sh`,
    args: ['exec', '-i', '--', target, 'sh'],
    ends: [...CONTAINER_ENDS[tool], ...SHELL_ENDS],
  };
}

/** What the runtimes below docker, podman and Kubernetes say of an image without a shell. */
export const NO_SH_SAYS =
  /executable file [`"']?sh[`"']? not found|\bsh\\*": executable file not found|finding executable "sh"/i;

/** Images without a shell are no dead end: the processes of a container are processes of its host too. */
const OTHER_WAYS =
  'When the container runs on this machine, its processes are among those of This Machine, where their maps can be read with the rights for it. Or start a container with a shell beside it (--pid=container:{target}) and add that one.';

/** Of a shell in a container, and not of lists. */
const SHELL_ENDS: readonly KnownEnd[] = [
  { says: NO_SH_SAYS, message: 'The image of {target} has no sh.', advice: OTHER_WAYS },
  // With other words, both codes tell of all else that keeps a runtime from starting it.
  { says: /^\s*$/, codes: [126, 127], message: 'The image of {target} has no sh.', advice: OTHER_WAYS },
  {
    // Its interpreter is missing, or it is of another architecture.
    says: /^exec (\S*\/sh: [^\r\n]+)/m,
    message: 'The sh of {target} cannot run ({1}).',
    advice: OTHER_WAYS,
  },
  {
    says: /chdir to cwd \("|workdir "[^"\r\n]*" does not exist/i,
    message: 'The working folder of {target} is not there any more, so that nothing can be started in it.',
    advice: 'Make the folder anew or restart the container; {command} in a terminal names it.',
  },
  {
    codes: [137, 143],
    message: 'The shell in {target} was ended from outside.',
    advice: 'The container may have been stopped, or is short of memory. Refreshing connects anew.',
  },
];

/** The texts of docker's client and daemon, old and new. */
const DOCKER_ENDS: readonly KnownEnd[] = [
  {
    says: /permission denied while trying to connect to the docker/i,
    message: 'You may not use Docker on this machine.',
    advice:
      'Your user has to be in the group docker (sudo usermod -aG docker "$USER", then log in anew), which is as much as being root.',
  },
  {
    says: /Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect/i,
    message: 'Docker does not run on this machine.',
    advice: 'Start it, or set the context with docker context use when it runs elsewhere.',
  },
  {
    says: /context "?([^"\r\n]+?)"?(?:: context not found| does not exist)/,
    message: 'Docker has no context {1}.',
    advice:
      'docker context ls prints those that there are; the environment variable DOCKER_CONTEXT may name a wrong one.',
  },
  {
    says: /No such container/i,
    message: 'There is no container {target}.',
    advice:
      'docker ps -a prints those that there are. A container that was made anew has another ID, but may have the same name.',
  },
  {
    says: /is paused/i,
    message: 'The container {target} is paused.',
    advice:
      'docker unpause {target} lets it go on. As long as it stands still, its maps can be read from This Machine.',
  },
  {
    says: /is restarting/i,
    message: 'The container {target} is restarting.',
    advice: 'Refresh when it runs. When it restarts all the time, docker logs {target} tells why.',
  },
  {
    says: /is not running/i,
    message: 'The container {target} does not run.',
    advice: 'docker start {target} starts it.',
  },
];

/** The texts of podman and the runtimes below it. */
const PODMAN_ENDS: readonly KnownEnd[] = [
  {
    says: /no container with name or ID|no such container/i,
    message: 'There is no container {target}.',
    advice: 'podman ps -a prints yours; those of another user and of root are seen only by them.',
  },
  {
    // Of a paused one it says the same as of one that ended.
    says: /container state improper|is not running|on running containers/i,
    message: 'The container {target} does not run, or is paused.',
    advice:
      'podman start {target} starts it; podman unpause {target} lets a paused one go on, whose maps can be read from This Machine meanwhile.',
  },
  {
    says: /(?:Cannot|unable to) connect to Podman/i,
    message: 'The machine that podman works on does not run.',
    advice: 'podman machine start starts it.',
  },
  {
    says: /newuidmap|newgidmap|\/etc\/sub[ug]id/,
    message: 'podman has no IDs here to give to the containers of your user.',
    advice:
      'Install the package uidmap (newuidmap), and see that your user has entries in /etc/subuid and /etc/subgid; podman info in a terminal tells what is missing.',
  },
  {
    says: /permission denied|operation not permitted/i,
    codes: [125],
    message: 'You may not use podman on this machine.',
    advice:
      'podman info in a terminal tells what is missing; without root it needs entries in /etc/subuid and /etc/subgid.',
  },
];

/** What the tools say when they fail. podman may go by the name of docker (podman-docker). */
export const CONTAINER_ENDS = { docker: [...DOCKER_ENDS, ...PODMAN_ENDS], podman: PODMAN_ENDS } as const;
