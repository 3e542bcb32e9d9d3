#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * In the child of a process with threads only a few functions are safe: it sends
 * the error number through the pipe, which closes by itself if the program runs.
 */
static void run_child(const char *program, const char *file, int fd) {
  execl(program, program, file, (char *)NULL);
  int errnum = errno;
  ssize_t n = write(fd, &errnum, sizeof errnum);
  (void)n;
  _exit(1);
}

static void log_exec_error(int fd, const char *program, const struct ft_log *log) {
  int errnum;
  ssize_t n;
  do
    n = read(fd, &errnum, sizeof errnum);
  while (n < 0 && errno == EINTR);
  if (n == (ssize_t)sizeof errnum) ft_log_system(log, errnum, "exec(%s)", program);
}

void program_start(const char *program, const char *file, const struct ft_log *log) {
  int fds[2];
  if (pipe(fds) != 0) {
    ft_log_system(log, errno, "pipe()");
    return;
  }
  fcntl(fds[0], F_SETFD, FD_CLOEXEC);
  fcntl(fds[1], F_SETFD, FD_CLOEXEC);
  pid_t pid = fork();
  if (pid == 0) run_child(program, file, fds[1]);
  int errnum = errno;
  close(fds[1]);
  if (pid < 0)
    ft_log_system(log, errnum, "fork()");
  else
    log_exec_error(fds[0], program, log);
  close(fds[0]);
}

void program_reap(const struct ft_log *log) {
  pid_t pid;
  int status;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (WIFSIGNALED(status))
      ft_log_line(log, "Child %d signal=%d", (int)pid, WTERMSIG(status));
    else if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
      ft_log_line(log, "Child %d exit_status=%d", (int)pid, WEXITSTATUS(status));
  }
}
