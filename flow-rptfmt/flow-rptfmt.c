/* flow-rptfmt: shows a report of flow-report (spec rptfmt.md 1 and 5). */

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "format.h"
#include "prog.h"

#define LATE          "flow-rptfmt exceeded CPU time, consider running report offline.\n"
#define DEFAULT_WIDTH 80
/* More seconds than anybody waits, which every kind of time can hold. */
#define LONGEST_ALARM 1000000000

/* -- alarm -- */

static volatile sig_atomic_t printing, too_late;

/* Until output begins there is nothing to be kept, so the end may come at any point. */
static void on_alarm(int signal_number) {
  (void)signal_number;
  if (printing) {
    too_late = 1;
    return;
  }
  ssize_t written = write(STDOUT_FILENO, LATE, strlen(LATE));
  _exit(written >= 0 || errno == EPIPE ? 0 : 1);
}

static void set_alarm(long long seconds) {
  if (seconds <= 0) return;
  if (seconds > LONGEST_ALARM) seconds = LONGEST_ALARM;
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGALRM, &action, NULL);
  struct itimerval timer = {.it_value = {.tv_sec = (time_t)seconds}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

/* -- command line -- */

struct arguments {
  struct options options;
  const char *format, *alarm, *limit, *width;
  bool help;
  const char *bad_alarm; /* met before -h */
};

static bool read_integer(const char *text, long long *value) {
  struct number number;
  if (!number_parse(text, &number) || strchr(text, '.')) return false;
  *value = wide_to_int64(number.whole);
  return true;
}

/* A limit, of which 0 and less mean that there is none. */
static size_t read_limit(char option, const char *text) {
  long long value;
  if (!read_integer(text, &value)) prog_die("-%c %s: a number is needed", option, text);
  if (value <= 0) return 0;
  return (unsigned long long)value > SIZE_MAX ? SIZE_MAX : (size_t)value;
}

static void take_alarm(struct arguments *arguments, const char *text) {
  long long seconds;
  if (!read_integer(text, &seconds) && !arguments->help && !arguments->bad_alarm)
    arguments->bad_alarm = text;
  arguments->alarm = text;
}

static void take_option(struct arguments *arguments, int letter, const char *value) {
  struct options *options = &arguments->options;
  switch (letter) {
  case 'a':
    take_alarm(arguments, value);
    break;
  case 'b':
    options->bars = value;
    break;
  case 'f':
    arguments->format = value;
    break;
  case 'F':
    options->fields = value;
    break;
  case 'h':
    arguments->help = true;
    break;
  case 'H':
    options->hide_header = true;
    break;
  case 'm':
    arguments->limit = value;
    break;
  case 'n':
    options->names = true;
    break;
  case 'p':
    options->percent = true;
    break;
  case 's':
    options->sort = value;
    break;
  case 't':
    options->title = value;
    break;
  case 'w':
    arguments->width = value;
    break;
  default: /* -g, which never did anything */
    break;
  }
}

/* Takes the whole command line before any option acts; a bad -a counts if no -h is before it. */
static void parse_arguments(struct arguments *arguments, int argc, char **argv) {
  *arguments = (struct arguments){
      .options = {.argc = argc, .argv = argv, .fields = "all", .width = DEFAULT_WIDTH},
      .format = "ascii"};
  opterr = 0;
  for (int letter; (letter = getopt(argc, argv, "+a:b:f:F:ghHm:nps:t:w:")) != -1;) {
    if (letter == '?') prog_die("bad option, or its value is missing: -%c", optopt);
    take_option(arguments, letter, optarg);
  }
  if (arguments->bad_alarm) prog_die("-a %s: a number is needed", arguments->bad_alarm);
}

static const struct format *find_format(const char *name) {
  for (const struct format *const *format = formats; *format; format++) {
    if (strcmp((*format)->name, name) == 0) return *format;
  }
  prog_die("-f %s: the formats are ascii, html, text, page", name);
}

/* Quiet if the reader of the output went away. */
static int finish(struct output *out) {
  if (too_late) output_text(out, LATE);
  output_flush(out);
  if (out->error == 0 && close(out->fd) != 0) out->error = errno;
  if (out->error == 0 || out->error == EPIPE) return 0;
  errno = out->error;
  prog_message_system("write error");
  return 1;
}

static int usage(struct output *out) {
  output_text(out, "Usage: flow-rptfmt [-hHnp] [-a alarm] [-f format] [-F display_fields]\n"
                   "                   [-m max_lines] [-s sort_field]\n");
  return finish(out);
}

int main(int argc, char **argv) {
  static struct output out;
  prog_init(argv);
  signal(SIGPIPE, SIG_IGN);
  output_init(&out, STDOUT_FILENO, &too_late);
  struct arguments arguments;
  parse_arguments(&arguments, argc, argv);
  if (arguments.help) return usage(&out);
  const struct format *format = find_format(arguments.format);
  struct options *options = &arguments.options;
  if (arguments.limit) options->limit = read_limit('m', arguments.limit);
  if (arguments.width) options->width = read_limit('w', arguments.width);
  long long seconds = 0;
  if (arguments.alarm && read_integer(arguments.alarm, &seconds)) set_alarm(seconds);

  struct ft_error err = FT_ERROR_INIT;
  struct document document = {.names = {.log = prog_log()}};
  if (document_make(&document, stdin, format, options, &err) != 0) prog_fail(&err, NULL);
  printing = 1;
  format->write(&out, options, &document);
  int status = finish(&out);
  document_free(&document);
  return status;
}
