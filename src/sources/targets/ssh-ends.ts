/**
 * What ssh says when it fails. The texts are those of OpenSSH's client (sshconnect.c, sshconnect2.c, clientloop.c, ssh.c,
 * packet.c, authfile.c) and have been the same for years; the first that fits is told.
 */
import type { KnownEnd } from './known-end.ts';

/** Of ssh itself, which then ends with this code: after the login all codes are those of the shell over there. */
const OWN_CODES: readonly number[] = [255];
const OWN_ENDS: readonly Omit<KnownEnd, 'codes'>[] = [
  {
    says: /REMOTE HOST IDENTIFICATION HAS CHANGED[\s\S]*Host key verification failed/,
    message: 'The host key of {target}, or of a jump host on the way, is not the one that was accepted before.',
    advice:
      'If the board was set up anew, run {command} in a terminal: it names the line of known_hosts to take away (ssh-keygen -R). If it was not, somebody may stand between you and it.',
  },
  {
    says: /Host key verification failed/,
    message: 'The host key of {target}, or of a jump host on the way, has not been accepted yet.',
    advice: 'Run {command} once in a terminal, compare the fingerprint, and answer yes.',
  },
  {
    says: /Bad owner or permissions on (\S+)/,
    message: 'ssh does not read its configuration, because others may write to {1}.',
    advice: 'Run chmod go-w on that file, and see that it belongs to you.',
  },
  {
    says: /([^\r\n]*Bad configuration option[^\r\n]*)/,
    message: 'ssh does not understand its configuration: {1}.',
    advice: 'Correct that line, and try {command} in a terminal.',
  },
  {
    says: /Too many authentication failures/,
    message: '{target} ended the login after too many keys that it does not know.',
    advice: 'Name the right key for this host in ~/.ssh/config: IdentityFile with its path, and IdentitiesOnly yes.',
  },
  {
    says: /Permissions \d+ for '([^']*)' are too open[\s\S]*Permission denied \(/,
    message: 'ssh does not use the key {1}, because others may read it, and {target} lets nobody in without one.',
    advice: 'Run chmod 600 on that file.',
  },
  {
    says: /Permission denied \(([^)]*)\)/,
    message: '{target}, or a jump host on the way, does not accept any of your keys (it takes {1}).',
    advice:
      'No password is ever asked for here. Put your key on the machine with ssh-copy-id, or load the right one with ssh-add; {command} has to work in a terminal without a question.',
  },
  {
    says: /no matching host key type found\. Their offer: (\S+)/,
    message: '{target} has only host keys that your ssh takes for too old ({1}).',
    advice:
      'For this host, add HostKeyAlgorithms +{1} to ~/.ssh/config, and PubkeyAcceptedAlgorithms +{1} when your key is of that type too.',
  },
  {
    says: /no matching key exchange method found\. Their offer: ([^\s,]+)/,
    message: '{target} exchanges keys only in ways that your ssh takes for too old.',
    advice: 'For this host, add KexAlgorithms +{1} to ~/.ssh/config.',
  },
  {
    says: /no matching (cipher|MAC) found\. Their offer: ([^\s,]+)/,
    message: '{target} and your ssh have no {1} in common.',
    advice: 'For this host, add the {1} {2} to ~/.ssh/config (Ciphers or MACs, with a + before it).',
  },
  {
    says: /Could not resolve hostname ([^\s:]+)/i,
    message: 'No address is known for the name {1}.',
    advice: 'Check the spelling, the network and VPN, or name the machine in ~/.ssh/config with its HostName.',
  },
  {
    says: /open failed: (?:administratively prohibited|[^\r\n]*prohibited)/,
    message: 'The jump host does not pass connections on to {target}.',
    advice: 'Its sshd has to allow it: AllowTcpForwarding yes, and PermitOpen when that is set.',
  },
  {
    says: /open failed: connect failed: ([^\r\n]+)/,
    message: 'The jump host does not reach {target}: {1}.',
    advice: 'See that the machine is on, and that its address and port are right as seen from the jump host.',
  },
  {
    says: /connect to (?:host|address) (\S+) port (\d+): Connection refused/,
    message: 'Nothing takes SSH connections on port {2} of {1}.',
    advice: 'See that sshd or dropbear runs there, and that the port is right (Port in ~/.ssh/config).',
  },
  {
    says: /connect to (?:host|address) (\S+) port (\d+): (No route to host|Network is unreachable)/,
    message: '{1} cannot be reached from here: {3}.',
    advice: 'See that the machine is on, and that cable, network and VPN are as they should be.',
  },
  {
    says: /(?:Connection|Operation) timed out|port \d+ timed out|banner exchange: [^\r\n]*timeout/i,
    message: '{target} did not answer in time.',
    advice: 'See that the machine is on, and that cable, network, VPN and firewall let you through.',
  },
  {
    says: /Timeout, server \S+ not responding/,
    message: '{target} has stopped answering.',
    advice: 'See that the machine is still on and connected. Refreshing connects anew.',
  },
  {
    says: /(?:exec|shell) request failed on channel/,
    message: '{target} lets you in, but runs no commands.',
    advice: 'The account over there needs a shell, without a ForceCommand that takes its place.',
  },
  {
    says: /kex_exchange_identification|Connection closed by UNKNOWN|banner exchange/,
    message: '{target}, or a jump host or proxy command on the way, ended the connection before the login.',
    advice: 'Try {command} in a terminal; with -v it tells how far it comes.',
  },
  {
    says: /Connection (?:to \S+ )?(?:closed|reset) by|Connection reset|Broken pipe|Write failed/i,
    message: 'The connection to {target} was cut.',
    advice: 'See that the machine is still on and connected. Refreshing connects anew.',
  },
];

/** Of what runs over there instead of a shell. */
const SHELL_ENDS: readonly KnownEnd[] = [
  {
    says: /account is currently not available|This service allows sftp connections only|not recognized as an internal or external command|unrecognized command/i,
    message: '{target} lets you in, but the account has no shell there.',
    advice: 'Use an account whose login shell runs commands.',
  },
  {
    says: /: restricted\s*$/,
    message: '{target} lets you in, but the login shell of the account is a restricted one.',
    advice: 'Use an account whose login shell may start sh with exec.',
  },
  {
    codes: [126, 127],
    message: 'There is no sh on {target}.',
    advice: 'A POSIX sh and cat have to be in the PATH of the account; busybox has both.',
  },
  {
    says: /([^\r\n]*\S)\s*$/,
    codes: Array.from({ length: 255 }, (_, code) => code),
    message: 'The shell on {target} ended. The last that was said: “{1}”',
    advice: 'Look at what the login runs there, such as .bashrc, and try {command} in a terminal.',
  },
];

/** All of them. What a server shows before the login stands among what ssh says, and may hold any words: codes tell whose they are. */
export const SSH_ENDS: readonly KnownEnd[] = [...OWN_ENDS.map((end) => ({ ...end, codes: OWN_CODES })), ...SHELL_ENDS];
