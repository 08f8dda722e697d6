// What docker and podman print when they fail: see recorded-ends.ts. Podman 4.3.1 above runc 1.1.5 and crun 1.8.1, docker 28.2.2.
import type { ShellSpec } from '../../../../src/sources/targets/open-target.ts';
import { type RecordedEnd, rows } from './recorded-end.ts';

const DOCKER: ShellSpec = { kind: 'docker', container: 'web' };
const PODMAN: ShellSpec = { kind: 'podman', container: 'web' };

export const CONTAINER_ENDS: readonly RecordedEnd[] = [
  ...rows(
    DOCKER,
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
      1,
      'Docker does not run on this machine.',
      /Start it/,
    ],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/containers/web/json": dial unix /var/run/docker.sock: connect: permission denied\n',
      1,
      'You may not use Docker on this machine.',
      /group docker/,
    ],
    ['Error response from daemon: No such container: web\n', 1, 'There is no container web.', /docker ps -a/],
    [
      'Error response from daemon: container 3f4e5d6c7b8a is not running\n',
      1,
      'The container web does not run.',
      /docker start web/,
    ],
    [
      'Error response from daemon: Container web is paused, unpause the container before exec\n',
      1,
      'The container web is paused.',
      /docker unpause web/,
    ],
    [
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown\n',
      127,
      'The image of web has no sh.',
      /This Machine/,
    ],
    ['', 126, 'The image of web has no sh.', /--pid=container:web/],
    ['exec /bin/sh: exec format error\n', 1, 'The sh of web cannot run (/bin/sh: exec format error).', /This Machine/],
    [
      'OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd ("/w") set in config.json failed: no such file or directory: unknown\n',
      126,
      'The working folder of web is not there any more, so that nothing can be started in it.',
      /restart the container/,
    ],
    [
      'unable to find user app: no matching entries in passwd file\n',
      126,
      'The connection to web ended: unable to find user app: no matching entries in passwd file.',
      /docker exec -i web sh/,
    ],
    ['', 137, 'The shell in web was ended from outside.', /stopped/],
    // podman by the name of docker, as podman-docker installs it.
    [
      'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.\nError: can only create exec sessions on running containers: container state improper\n',
      255,
      'The container web does not run, or is paused.',
      /podman start web/,
    ],
  ),
  ...rows(
    PODMAN,
    [
      'Error: no container with name or ID "web" found: no such container\n',
      125,
      'There is no container web.',
      /of root are seen only by them/,
    ],
    [
      'Error: can only create exec sessions on running containers: container state improper\n',
      255,
      'The container web does not run, or is paused.',
      /podman start web .* podman unpause web/,
    ],
    [
      'Error: crun: executable file `sh` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found\n',
      127,
      'The image of web has no sh.',
      /--pid=container:web/,
    ],
    [
      'Error: runc: exec failed: unable to start container process: chdir to cwd ("/w") set in config.json failed: no such file or directory: OCI runtime attempted to invoke a command that was not found\n',
      127,
      'The working folder of web is not there any more, so that nothing can be started in it.',
      /restart the container/,
    ],
    [
      'Error: workdir "/w" does not exist on container 3f4e5d6c7b8a\n',
      127,
      'The working folder of web is not there any more, so that nothing can be started in it.',
      /restart the container/,
    ],
    [
      'Error: command required for rootless mode with multiple IDs: exec: "newuidmap": executable file not found in $PATH\n',
      125,
      'podman has no IDs here to give to the containers of your user.',
      /package uidmap/,
    ],
  ),
];
