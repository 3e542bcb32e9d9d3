/*
 * duel: runs two commands in turn and prints what ours took as a ratio to what theirs took.
 *
 *   duel [-m] [-n rounds] OURS THEIRS
 *
 * Each is a line for sh, its standard output thrown away. A round runs both; the ratio is that
 * of the medians of all rounds (5), in wall clock seconds, with -m in the peak memory of the
 * largest process. One line: ratio, ours, theirs (seconds or KiB). Exit status 1 if one fails.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "prog.h"

#define MOST_ROUNDS 99

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds, or with memory KiB, that the command takes. */
static double run(const char *command, bool memory) {
  double begun = now();
  pid_t pid = fork();
  if (pid == 0) {
    int null = open("/dev/null", O_WRONLY);
    if (null < 0 || dup2(null, STDOUT_FILENO) < 0) _exit(127);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
  }
  if (pid < 0) prog_die("fork(): %s", strerror(errno));
  int status;
  struct rusage used; /* of the shell and all that it waited for */
  while (wait4(pid, &status, 0, &used) < 0)
    if (errno != EINTR) prog_die("wait4(): %s", strerror(errno));
  if (status != 0) prog_die("failed: %s", command);
  return memory ? (double)used.ru_maxrss : now() - begun;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, compare);
  return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

int main(int argc, char **argv) {
  double ours[MOST_ROUNDS], theirs[MOST_ROUNDS];
  bool memory = false;
  int rounds = 5, option;

  prog_init(argv);
  while ((option = getopt(argc, argv, "mn:")) != -1)
    switch (option) {
    case 'm':
      memory = true;
      break;
    case 'n':
      rounds = prog_number_within(optarg, 1, MOST_ROUNDS, "-n: 1 to 99");
      break;
    default:
      return 2;
    }
  if (argc - optind != 2) prog_die("duel [-m] [-n rounds] OURS THEIRS");
  for (int i = 0; i < rounds; i++) {
    ours[i] = run(argv[optind], memory);
    theirs[i] = run(argv[optind + 1], memory);
  }
  double a = median(ours, rounds), b = median(theirs, rounds);
  printf("%.3f %.3f %.3f\n", a / b, a, b);
  return 0;
}
