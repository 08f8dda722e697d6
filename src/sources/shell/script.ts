/**
 * What the far shell runs. It needs a POSIX shell and `cat`; what `echo` prints here has neither options nor backslashes, because
 * shells differ in both (the one option gives the shell its own name back without a newline, and is looked after). The shell reads these lines from its standard input, so whatever runs there has it closed.
 *
 * An answer is made of frames, each a line that starts with the request's nonce:
 *
 *     NONCE(        what follows up to the next frame is content, byte for byte
 *     NONCE)S TEXT  the content before ended: exit status of cat, and what it complained of
 *     NONCE.        the answer is complete
 */
import { bytesOf } from '../byte-string.ts';

/** Random letters: a nonce of this length cannot be guessed by whoever prints into an answer. */
const NONCE_LENGTH = 26;
/** A name of a thread has 15 bytes (`TASK_COMM_LEN` in include/linux/sched.h); of a shorter one the newline would stay. */
const WORD_LENGTH = 15;

/** How much of a file `h` gives: headers and notes of an ELF file stand in its first page. */
const HEAD_LENGTH = 4096;

/** Starts the list of PIDs whose command lines stand between words. */
export const BY_WORD = 'word';

/** Processes whose details are read by one cat: some shells copy a line anew for each word that is added to it. */
const CHUNK = 200;

/**
 * The functions, by letter:
 * `b` begins an answer, `f` ends a content, `z` ends the answer, `t` gives a text;
 * `c FILE…` gives files as one content;
 * `h LINK` gives the start of the file that a link leads to, with the status 3 where that is a device or the like, 4 where the link
 * may not be followed, and 5 where there is none; it is the only one that asks for more than `cat`: for `head`, if there is one;
 * `n FOLDER` gives the names in a folder, a line each, those that Procfs has paths for;
 * `o FILE` tells by exit status whether a file belongs to the effective user: 0 yes, 1 no, all else unknown;
 * `l [ALL]` gives how many processes were refused and the number of contents that follow with the stat and statm lines of the
 * others (stat counts resident pages only roughly since Linux 6.2, statm exactly since 6.16); then the details of those that were
 * not there at the last `l` (with ALL: of all);
 * `d PID…` gives details: the PIDs, their status files, their command lines. These may hold anything and have no end of their own,
 * so between them stands the name of this very shell, which is `$w` meanwhile: one cat reads them all. Everybody can see that
 * name, so the reader counts. Where the shell cannot take a name, or `$w` is empty, each command line is a content of its own;
 * `s` gives the stat and statm lines of each process as a content of their own, after its PID.
 */
const FUNCTIONS = `LC_ALL=C
export LC_ALL
exec 3>&1
b(){ echo "
$N(";}
f(){ echo "
$N)$1 $2
$N(";}
z(){ echo "
$N.";}
t(){ echo "$1";f 0;}
c(){ e=$(cat "$@" 2>&1 >&3 <&-);f $? "$e";}
h(){ if [ -f "$1" ];then e=$(head -c ${HEAD_LENGTH} "$1" 2>&1 >&3 <&-);f $? "$e"
elif [ -e "$1" ];then f 3;elif [ -h "$1" ];then f 4;else f 5;fi;}
n(){ d=$1;set -- "$d"/*
if [ -e "$1" ]||[ -h "$1" ];then
for x do x=\${x##*/};case $x in *[!A-Za-z0-9._-]*);;*)echo "/$x";;esac;done
f 0;else c "$d/";fi;}
o(){ if [ -e "$1" ];then [ -O "$1" ] 2>&-;f $?;else f 3;fi;}
l(){ [ "$1" ]&&k=
set -- /proc/[0-9]*
r=$#
set -- /proc/[0-9]*/stat
a=$*
if [ $r -gt $# ];then
r=0
for p in /proc/[0-9]*;do if [ -d $p ]&&[ ! -e $p/stat ];then r=$((r+1));fi;done
else r=0;fi
t "$r $((($#+${CHUNK - 1})/${CHUNK}))"
i=0 x=
for p do x="$x $p \${p}m"
i=$((i+1))
if [ $i = ${CHUNK} ];then c $x;i=0 x=;fi
done
if [ "$x" ];then c $x;fi
if [ "$a" != "$k" ];then
m=$a
if [ "$k" ];then
m=
for p in $k;do p=\${p#/proc/};eval "k\${p%/*}=1";done
for p do q=\${p#/proc/};eval "[ \\"\\$k\${q%/*}\\" ]"||m="$m $p";done
for p in $k;do p=\${p#/proc/};unset k\${p%/*};done
fi
k=$a
d $m
fi;}
d(){ i=0 m= x= y=
for p do p=\${p#/proc/};p=\${p%/*}
m="$m $p" x="$x /proc/$p/status" y="$y /proc/$$/comm /proc/$p/cmdline"
i=$((i+1))
if [ $i = ${CHUNK} ];then g;fi
done
if [ "$m" ];then g;fi;}
g(){ q= v=
if [ "$w" ];then
read -r q </proc/$$/comm
echo "$w" >/proc/$$/comm
read -r v </proc/$$/comm
fi
if [ "$w" ]&&[ "$v" = "$w" ];then t "${BY_WORD}$m";c $x;c $y
else t "$m";c $x;for v in $m;do c /proc/$v/cmdline;done;fi
if [ "$q" ];then
echo -n "$q" >/proc/$$/comm
read -r v </proc/$$/comm
[ "$v" = "$q" ]||echo "$q" >/proc/$$/comm
fi
i=0 m= x= y=;}
s(){ for p in /proc/[0-9]*;do t \${p#/proc/};c $p/stat $p/statm;done;}
`;

/** What a new shell is told first. */
export const PROLOGUE: Uint8Array = bytesOf(FUNCTIONS);

/** A request on one line. The nonce goes this way only: other users of the target see arguments, never what is written here. */
export function requestLine(nonce: string, commands: string): Uint8Array {
  return bytesOf(`N=${nonce};b;${commands};z\n`);
}

/** A new secret that starts the frames of one answer. */
export function newNonce(): string {
  return randomLetters(NONCE_LENGTH);
}

/** A new word that parts command lines: see `d`. */
export function newWord(): string {
  return randomLetters(WORD_LENGTH);
}

/** Letters only: five bits of chance each, and nothing that a shell would take for anything else. */
function randomLetters(length: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEF';
  return Array.from(globalThis.crypto.getRandomValues(new Uint8Array(length)), (byte) => letters[byte & 31]).join('');
}
