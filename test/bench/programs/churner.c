/*
 * churner REGIONS: a process with so many regions that maps memory, writes to it and gives it back, again and again. For each line
 * "MILLISECONDS" on its standard input it does so for that long and prints how long one turn took, in nanoseconds: "P50 P99 P999".
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Pages that a turn writes to, and how long it rests after it, in microseconds. */
enum { PAGE = 4096, PAGES = 4, REST = 50 };
static const size_t MOST = 4 * 1000 * 1000;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void *map(size_t length, int protection) {
  void *at = mmap(NULL, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) {
    perror("mmap");
    exit(1);
  }
  return at;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  const long regions = atol(argv[1]);
  /* Neighbours with other rights stay regions of their own; a third of them is in memory. */
  for (long i = 0; i < regions; i++) {
    char *at = map(2 * PAGE, i & 1 ? PROT_READ | PROT_WRITE : PROT_READ);
    if (i % 3 == 0 && i & 1) *at = 1;
  }
  uint32_t *took = malloc(MOST * sizeof *took);
  if (!took) return 1;
  printf("ready\n");
  fflush(stdout);
  unsigned milliseconds;
  while (scanf("%u", &milliseconds) == 1) {
    const uint64_t end = now() + milliseconds * 1000000ull;
    size_t turns = 0;
    while (turns < MOST && now() < end) {
      const uint64_t start = now();
      char *at = map(PAGES * PAGE, PROT_READ | PROT_WRITE);
      for (int page = 0; page < PAGES; page++) at[page * PAGE] = 1;
      munmap(at, PAGES * PAGE);
      took[turns++] = (uint32_t)(now() - start);
      usleep(REST);
    }
    qsort(took, turns, sizeof *took, ascending);
    printf("%u %u %u\n", took[turns / 2], took[turns * 99 / 100], took[turns * 999 / 1000]);
    fflush(stdout);
  }
  return 0;
}
