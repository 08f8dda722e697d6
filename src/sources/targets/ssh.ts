/** A machine that the system's ssh reaches, with the user's own configuration, agent, jump hosts and running masters. */
import { shellLine } from '../../core/locate/shell-word.ts';
import { SSH_ENDS } from './ssh-ends.ts';
import { checkedName, type Target } from './target.ts';

/**
 * What a destination of ssh(1) may hold: what OpenSSH itself allows in names of users and hosts. The backslash is of
 * Windows domains, brackets and colons are of IPv6, the slashes of `ssh://`.
 */
const DESTINATION = /^[\p{L}\p{N}._~@:/%+,=[\]\\-]+$/u;

/**
 * Says no to all that would ask, forward, or run something besides the one command; all that decides where to and as whom
 * (HostName, User, Port, IdentityFile, ProxyJump, ProxyCommand, ControlPath …) stays with the user's configuration.
 */
const OPTIONS: readonly string[] = [
  '-T', // no terminal, so that bytes come as they are
  '-a', // no agent over there
  '-x', // no X11 over there
  '-e',
  'none', // no byte of ours means anything to ssh
  ...[
    'BatchMode=yes', // asks nothing
    'ControlMaster=no', // goes through a master that runs, starts none
    'ClearAllForwardings=yes', // ports that the configuration forwards may be in use by the user's own connection
    'Tunnel=no',
    'PermitLocalCommand=no', // what it prints would come between the shell's answers
    'RemoteCommand=none', // ssh takes only one, and ours is below
    'ConnectTimeout=15',
    'ServerAliveInterval=10', // a board without power says no good-bye
    'ServerAliveCountMax=3',
    'LogLevel=INFO', // what went wrong is read from what ssh says
  ].flatMap((option) => ['-o', option]),
];

/** BatchMode is not handed on to the ssh that ProxyJump starts, this is. */
const NEVER_ASKS = { SSH_ASKPASS_REQUIRE: 'never', SSH_ASKPASS: '' };

/** True for a name that can be handed to ssh: no option and no pattern. */
export function isDestination(name: string): boolean {
  return DESTINATION.test(name) && !name.startsWith('-');
}

/** @param host see SourceSpec @throws SourceFailure when it cannot be a destination */
export function sshTarget(host: string): Target {
  const target = checkedName(host, DESTINATION, 'destination of an SSH connection');
  return {
    tool: 'ssh',
    target,
    command: shellLine('ssh', target),
    // Login shells of all kinds know exec; what they run is a POSIX shell, whatever they are.
    args: [...OPTIONS, '--', target, 'exec sh'],
    env: NEVER_ASKS,
    ends: SSH_ENDS,
  };
}
