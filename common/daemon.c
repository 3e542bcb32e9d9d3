#include "daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "prog.h"
#include "system_log.h"

/* Descriptors below this that a caller left open are closed. */
#define INHERITED_FDS 1024
/* Where the pipe to the parent goes before that. */
#define PARENT_FD (STDERR_FILENO + 1)

struct daemon_signals daemon_signals;

static bool detached;
static int parent_fd = -1; /* tells the parent that the start is over */
static char *pid_path;     /* absolute */
static bool pid_written;   /* by this process */
static int wake_fds[2] = {-1, -1};

void daemon_hold_descriptors(void) {
  int fd;
  do
    fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) close(fd);
}

/* Waits for the child's word. */
static noreturn void wait_for_child(int fd) {
  char word;
  ssize_t n;
  do
    n = read(fd, &word, 1);
  while (n < 0 && errno == EINTR);
  _exit(n == 1 ? 0 : 1);
}

void daemon_detach(bool keep_umask) {
  int fds[2];
  if (pipe(fds) != 0) {
    prog_message_system("pipe()");
    exit(1);
  }
  pid_t pid = fork();
  if (pid < 0) {
    prog_message_system("fork()");
    exit(1);
  }
  if (pid > 0) {
    close(fds[1]);
    wait_for_child(fds[0]);
  }
  if (fds[1] != PARENT_FD) dup2(fds[1], PARENT_FD);
  parent_fd = PARENT_FD;
  fcntl(parent_fd, F_SETFD, FD_CLOEXEC);
  for (int fd = PARENT_FD + 1; fd < INHERITED_FDS; fd++)
    close(fd);
  detached = true;
  if (!keep_umask) umask(022);
  setsid();
  system_log(); /* at once: later it may be out of reach */
}

void daemon_ready(void) {
  if (!detached || parent_fd < 0) return;
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++)
    dup2(null, fd);
  if (null > STDERR_FILENO) close(null);
  ssize_t n = write(parent_fd, "", 1);
  (void)n; /* the parent may be gone: its own matter */
  close(parent_fd);
  parent_fd = -1;
}

static void print_line(void *arg, const char *text) {
  (void)arg;
  prog_message("%.*s", SYSTEM_LOG_MAX, text);
}

const struct ft_log *daemon_log(void) {
  static const struct ft_log printed = {print_line, NULL};
  return detached ? system_log() : &printed;
}

void daemon_fail(struct ft_error *err) {
  /* While the parent waits somebody still looks at standard error. */
  if (detached && parent_fd >= 0) {
    struct ft_error copy = *err;
    prog_errors(&copy);
  }
  ft_log_error(daemon_log(), err);
  daemon_remove_pid();
  exit(1);
}

void daemon_pid_file(const char *stem, uint16_t port) {
  char folder[PATH_MAX] = "";
  if (*stem == '\0' || strcmp(stem, "-") == 0) return;
  bool relative = *stem != '/' && getcwd(folder, sizeof folder) != NULL;
  size_t size = strlen(folder) + strlen(stem) + sizeof "/.65535";
  pid_path = malloc(size);
  if (pid_path == NULL) prog_out_of_memory();
  snprintf(pid_path, size, "%s%s%s.%u", folder, relative ? "/" : "", stem, port);
}

void daemon_write_pid(void) {
  if (pid_path == NULL) return;
  int fd = open(pid_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) {
    ft_log_system(daemon_log(), errno, "open(%s)", pid_path);
    return;
  }
  if (dprintf(fd, "%ld\n", (long)getpid()) < 0)
    ft_log_system(daemon_log(), errno, "write(%s)", pid_path);
  close(fd);
  pid_written = true;
}

/* Another process may have put its own number there since. */
static bool pid_is_ours(void) {
  FILE *file = fopen(pid_path, "r");
  char line[32], *end = line;
  if (file == NULL) return true; /* let the removal tell */
  long pid = fgets(line, sizeof line, file) != NULL ? strtol(line, &end, 10) : 0;
  bool ours = end == line || pid == (long)getpid();
  fclose(file);
  return ours;
}

void daemon_remove_pid(void) {
  if (pid_written && pid_is_ours() && unlink(pid_path) != 0)
    ft_log_system(daemon_log(), errno, "unlink(%s)", pid_path);
  pid_written = false;
  free(pid_path);
  pid_path = NULL;
}

bool daemon_stopping(void) {
  return daemon_signals.term || daemon_signals.quit;
}

void daemon_wake(void) {
  ssize_t n = write(wake_fds[1], "", 1);
  (void)n; /* a full pipe wakes as well */
}

int daemon_wake_fd(void) {
  return wake_fds[0];
}

void daemon_clear_wake(void) {
  char octets[64];
  while (read(wake_fds[0], octets, sizeof octets) > 0)
    continue;
}

static void on_signal(int signal) {
  int saved = errno;
  switch (signal) {
  case SIGHUP:
    daemon_signals.hup = 1;
    break;
  case SIGTERM:
    daemon_signals.term = 1;
    break;
  case SIGQUIT:
    daemon_signals.quit = 1;
    break;
  case SIGCHLD:
    daemon_signals.child = 1;
    break;
  default:
    break; /* SIGPIPE: the failing write tells */
  }
  daemon_wake();
  errno = saved;
}

int daemon_catch_signals(struct ft_error *err) {
  static const int signals[] = {SIGPIPE, SIGHUP, SIGQUIT, SIGTERM, SIGCHLD};
  if (pipe(wake_fds) != 0) {
    ft_error_add_system(err, errno, "pipe()");
    return -1;
  }
  for (int i = 0; i < 2; i++) {
    fcntl(wake_fds[i], F_SETFD, FD_CLOEXEC);
    fcntl(wake_fds[i], F_SETFL, O_NONBLOCK);
  }
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    sigaction(signals[i], &action, NULL);
  return 0;
}
