/*
 * sleepers COUNT BUSY: starts COUNT children that sleep, of which BUSY touch a page now and then, so that their lines of
 * /proc/PID/stat change. Prints "ready COUNT" with the number that could be started, and ends with its standard input; the
 * children end with it.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long a busy child sleeps, in microseconds. */
enum { NAP = 200 * 1000, PAGE = 4096 };

static void child(int busy) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  if (!busy) for (;;) pause();
  char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) _exit(1);
  for (;;) {
    *page = 1;
    madvise(page, PAGE, MADV_DONTNEED);
    usleep(NAP);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const int count = atoi(argv[1]);
  const int busy = atoi(argv[2]);
  pid_t *children = calloc((size_t)count, sizeof *children);
  int started = 0;
  for (; children && started < count; started++) {
    const pid_t pid = fork();
    if (pid < 0) break;
    if (pid == 0) child(started < busy);
    children[started] = pid;
  }
  printf("ready %d\n", started);
  fflush(stdout);
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  for (int i = 0; i < started; i++) kill(children[i], SIGKILL);
  while (wait(NULL) > 0) {
  }
  return 0;
}
