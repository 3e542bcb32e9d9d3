#include "prog.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char *argv0 = "flow-tools", *name = "flow-tools";
static const char *write_error = "write error";
static struct timespec started;

/* Caught rather than ignored, which programs that are started would inherit. */
static void ignore_signal(int number) {
  (void)number;
}

/* A file size limit is met by the failing write, which has a reason to tell. */
static void catch_size_signal(void) {
#ifdef SIGXFSZ
  struct sigaction action;
  if (sigaction(SIGXFSZ, NULL, &action) != 0 || action.sa_handler != SIG_DFL) return;
  action = (struct sigaction){.sa_handler = ignore_signal, .sa_flags = SA_RESTART};
  sigaction(SIGXFSZ, &action, NULL);
#endif
}

/*
 * Where the caller closed one of the descriptors 0 to 2, the next file that is opened would be
 * in its place and get the messages. What stands there now fails as a closed one does, but for
 * messages, which are lost.
 */
static void hold_descriptors(void) {
  static const int modes[] = {O_WRONLY, O_RDONLY, O_RDWR};
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", modes[fd]);
}

void prog_init(char **argv) {
  hold_descriptors();
  catch_size_signal();
  tzset(); /* localtime_r need not look at TZ by itself (POSIX) */
  if (argv[0] == NULL) return;
  argv0 = name = argv[0];
  const char *slash = strrchr(argv0, '/');
  if (slash != NULL) name = slash + 1;
}

const char *prog_argv0(void) {
  return argv0;
}
const char *prog_name(void) {
  return name;
}

static void print_line(const char *text) {
  fprintf(stderr, "%s: %s\n", name, text);
}

/* reason: of the system, NULL: none. */
static void print_formatted(const char *format, va_list args, const char *reason) {
  char text[FT_ERROR_SIZE];
  vsnprintf(text, sizeof text, format, args);
  if (reason != NULL)
    fprintf(stderr, "%s: %s: %s\n", name, text, reason);
  else
    print_line(text);
}

void prog_message(const char *format, ...) {
  va_list args;
  va_start(args, format);
  print_formatted(format, args, NULL);
  va_end(args);
}

void prog_message_system(const char *format, ...) {
  const char *reason = strerror(errno);
  va_list args;
  va_start(args, format);
  print_formatted(format, args, reason);
  va_end(args);
}

static void log_line(void *arg, const char *text) {
  (void)arg;
  print_line(text);
}

const struct ft_log *prog_log(void) {
  static const struct ft_log log = {log_line, NULL};
  return &log;
}

void prog_errors(struct ft_error *err) {
  ft_log_error(prog_log(), err);
}

void prog_fail(struct ft_error *err, const char *closing) {
  prog_errors(err);
  if (closing != NULL) print_line(closing);
  exit(1);
}

void prog_die(const char *format, ...) {
  va_list args;
  va_start(args, format);
  print_formatted(format, args, NULL);
  va_end(args);
  exit(1);
}

void prog_out_of_memory(void) {
  struct ft_error err = FT_ERROR_INIT;
  ft_error_add_memory(&err);
  prog_fail(&err, NULL);
}

enum ft_byte_order prog_byte_order(const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  enum ft_byte_order order;
  if (ft_byte_order_parse(text, &order, &err) != 0) prog_fail(&err, NULL);
  return order;
}

int prog_level(const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  int level;
  if (ft_level_parse(text, &level, &err) != 0) prog_fail(&err, NULL);
  return level;
}

const struct ft_layout *prog_layout(const char *text, unsigned default_method) {
  struct ft_error err = FT_ERROR_INIT;
  const struct ft_layout *layout = ft_layout_parse(text, default_method, &err);
  if (layout == NULL) prog_fail(&err, NULL);
  return layout;
}

unsigned prog_stat_interval(const char *text) {
  return (unsigned)prog_number_within(text, 0, 60, "Stat interval must be between 0 and 60.");
}

struct ft_addr prog_mask(const char *text) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_addr mask;
  if (ft_addr_parse(text, &mask, &err) != 0) prog_fail(&err, NULL);
  return mask;
}

uint32_t prog_delay(const char *text) {
  int delay = prog_number(text);
  return delay > 0 ? (uint32_t)delay : 0;
}

void prog_no_operands(int argc, char **argv) {
  if (optind < argc) prog_die("Extra arguments starting with %s.", argv[optind]);
}

int prog_number(const char *text) {
  long value = strtol(text, NULL, 10);
  if (value > INT_MAX) return INT_MAX;
  return value < INT_MIN ? INT_MIN : (int)value;
}

int prog_number_within(const char *text, int low, int high, const char *message) {
  int value = prog_number(text);
  if (value < low || value > high) prog_die("%s", message);
  return value;
}

struct ft_reader *prog_open_input(void) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_reader *reader = ft_reader_open(STDIN_FILENO, prog_log(), &err);
  if (reader == NULL) prog_fail(&err, "ftio_init(): failed");
  return reader;
}

void prog_profile_start(void) {
  clock_gettime(CLOCK_MONOTONIC, &started);
}

static void log_rate(const struct ft_log *log, const char *label, double seconds, uint64_t count) {
  double rate = seconds > 0 ? (double)count / seconds : 0;
  ft_log_line(log, "  %-5s  seconds=%-.3f flows/second=%f", label, seconds, rate);
}

void prog_profile_log(uint64_t count, const struct ft_log *log) {
  struct timespec now;
  struct rusage used;
  clock_gettime(CLOCK_MONOTONIC, &now);
  getrusage(RUSAGE_SELF, &used);
  double wall =
      (double)(now.tv_sec - started.tv_sec) + (double)(now.tv_nsec - started.tv_nsec) / 1e9;
  double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  ft_log_line(log, "%s: processed %llu flows", argv0, (unsigned long long)count);
  log_rate(log, "sys:", cpu, count);
  log_rate(log, "wall:", wall, count);
}

/* These lines have no name in front. */
static void print_bare(void *arg, const char *text) {
  (void)arg;
  fprintf(stderr, "%s\n", text);
}

void prog_profile_print(uint64_t count) {
  const struct ft_log log = {print_bare, NULL};
  prog_profile_log(count, &log);
}

void prog_set_write_error(const char *words) {
  write_error = words;
}

void prog_write_error(void) {
  prog_message_system("%s", write_error);
  exit(1);
}

void prog_close_stdout(void) {
  if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0) prog_write_error();
}
