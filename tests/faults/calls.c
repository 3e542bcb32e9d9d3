/*
 * Runs a program and lets one of its system calls that write fail, or sends it a signal just
 * before one. The kernel asks about each such call (seccomp's user notification), so stdio and
 * foreign libraries are no exception.
 *
 *   calls N WHAT MARK PROGRAM [ARGUMENT ...]
 *
 * N: which call, 1 is the first. WHAT: EIO, ENOSPC, EINTR or the name of a signal. MARK: a file
 * that is made if there was an Nth call. Calls that count: writing, sending, truncating, syncing,
 * renaming, linking, removing and making folders; nothing on standard error or to a pipe. SIGTERM,
 * SIGINT and SIGHUP are passed on. The exit status is the program's, 128 + N after a signal, and 77
 * where the system cannot do it. A daemon that goes to the background is waited for, and its status
 * counts if the one of its start is 0. After a minute all is over.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { CANNOT = 77, SECONDS = 60 };
/* From here on descriptors are of the tests' own (log.c); no program comes so far. The child sends
 * the listener over the second one. */
#define OWN_FDS    776
#define CONTROL_FD 777

static const struct {
  const char *name;
  int error, signal;
} plans[] = {{"EIO", EIO, 0},    {"ENOSPC", ENOSPC, 0}, {"EINTR", EINTR, 0},  {"HUP", 0, SIGHUP},
             {"INT", 0, SIGINT}, {"KILL", 0, SIGKILL},  {"QUIT", 0, SIGQUIT}, {"TERM", 0, SIGTERM}};

/* The first argument of these is a descriptor. */
static const int writing_calls[] = {
    SYS_write,    SYS_writev, SYS_pwrite64, SYS_pwritev, SYS_fsync, SYS_fdatasync, SYS_ftruncate,
#ifdef SYS_sendto
    SYS_sendto,
#endif
#ifdef SYS_sendmsg
    SYS_sendmsg,
#endif
#ifdef SYS_sendmmsg
    SYS_sendmmsg,
#endif
};
static const int naming_calls[] = {
#ifdef SYS_rename
    SYS_rename,
#endif
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_link
    SYS_link,
#endif
#ifdef SYS_unlink
    SYS_unlink,
#endif
#ifdef SYS_mkdir
    SYS_mkdir,
#endif
    SYS_renameat2, SYS_linkat, SYS_unlinkat, SYS_mkdirat,
};

static int give_up(const char *what) {
  fprintf(stderr, "calls: %s: %s\n", what, strerror(errno));
  return CANNOT;
}

/* -- the child: asks for the filter, hands the listener over, becomes the program -- */

static size_t make_filter(struct sock_filter *code) {
  size_t n = 0, all = COUNT(writing_calls) + COUNT(naming_calls);
  code[n++] =
      (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  /* Behind the comparisons: allow, look at the descriptor, ask. */
  for (size_t i = 0; i < all; i++) {
    bool writes = i < COUNT(writing_calls);
    int call = writes ? writing_calls[i] : naming_calls[i - COUNT(writing_calls)];
    uint8_t jump = (uint8_t)(all - 1 - i + (writes ? 1 : 4));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, jump, 0);
  }
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  size_t low = offsetof(struct seccomp_data, args);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  low += 4;
#endif
  code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)low);
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, STDERR_FILENO, 2, 0);
  code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OWN_FDS, 1, 0);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
  code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  return n;
}

union control {
  char space[CMSG_SPACE(sizeof(int))];
  struct cmsghdr header;
};

static struct msghdr descriptor_message(union control *control, struct iovec *piece) {
  static char octet;
  *piece = (struct iovec){&octet, 1};
  return (struct msghdr){.msg_iov = piece,
                         .msg_iovlen = 1,
                         .msg_control = control,
                         .msg_controllen = sizeof control->space};
}

static bool send_descriptor(int fd) {
  union control control = {{0}};
  struct iovec piece;
  struct msghdr message = descriptor_message(&control, &piece);
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(part), &fd, sizeof fd);
  return sendmsg(CONTROL_FD, &message, 0) == 1;
}

static int receive_descriptor(int from) {
  union control control = {{0}};
  struct iovec piece;
  struct msghdr message = descriptor_message(&control, &piece);
  if (recvmsg(from, &message, MSG_CMSG_CLOEXEC) != 1) return -1;
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  int fd = -1;
  if (part) memcpy(&fd, CMSG_DATA(part), sizeof fd);
  return fd;
}

static int become(int control, char **command) {
  struct sock_filter code[32];
  struct sock_fprog program = {.len = (unsigned short)make_filter(code), .filter = code};
  if (dup3(control, CONTROL_FD, O_CLOEXEC) < 0) return give_up("dup3");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return give_up("prctl");
  int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                              SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  if (listener < 0) return give_up("seccomp");
  if (!send_descriptor(listener)) return give_up("sendmsg");
  close(listener);
  /* A shell has these ignored by what it starts in the background. */
  signal(SIGINT, SIG_DFL);
  signal(SIGQUIT, SIG_DFL);
  execvp(command[0], command);
  return give_up(command[0]);
}

/* -- the parent: answers -- */

static long nth;
static int plan_error, plan_signal;
static const char *mark;
/* The program, 0 once it has ended, and who asked last. */
static volatile pid_t program, asker;

/* By most a program wakes itself, and there is no disk behind any that could be full. */
static bool is_pipe(const struct seccomp_notif *request) {
  char path[64], target[16] = "";
  for (size_t i = 0; i < COUNT(naming_calls); i++)
    if (request->data.nr == naming_calls[i]) return false;
  snprintf(path, sizeof path, "/proc/%u/fd/%d", request->pid, (int)request->data.args[0]);
  return readlink(path, target, sizeof target - 1) > 0 && strncmp(target, "pipe:", 5) == 0;
}

/* A call that was interrupted is asked about again, and is another one then. */
static void answer(int listener) {
  static long calls;
  struct seccomp_notif request = {0};
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) != 0) return;
  struct seccomp_notif_resp response = {.id = request.id,
                                        .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
  asker = (pid_t)request.pid;
  if (!is_pipe(&request) && ++calls == nth) {
    int fd = open(mark, O_WRONLY | O_CREAT, 0666);
    if (fd >= 0) close(fd);
    if (plan_signal) kill((pid_t)request.pid, plan_signal);
    if (plan_error) {
      response.flags = 0;
      response.error = -plan_error;
    }
  }
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response); /* fails if a signal came first */
}

/* Whoever ends this program means the other one, or the daemon that it has become. */
static void pass_on(int number) {
  bool passed = asker > 0 && kill(asker, number) == 0;
  if (!passed && program > 0) kill(program, number);
}

static void end_all(int number) {
  (void)number;
  if (asker > 0) kill(asker, SIGKILL);
  if (program > 0) kill(program, SIGKILL);
}

static int status_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Until the program has ended, and what it left to itself. */
static int supervise(int control) {
  int status, result = 0, listener = receive_descriptor(control);
  struct pollfd wait = {.fd = listener, .events = POLLIN};
  for (;;) {
    pid_t ended = waitpid(-1, &status, listener >= 0 ? WNOHANG : 0);
    if (ended < 0 && errno == EINTR) continue;
    if (ended < 0) return result;
    if (ended > 0 && result == 0) result = status_of(status);
    if (ended == program) program = 0;
    if (ended > 0 || listener < 0) continue;
    int ready = poll(&wait, 1, 50);
    if (ready > 0 && wait.revents & POLLIN) answer(listener);
    if (ready > 0 && wait.revents & POLLHUP) {
      close(listener);
      listener = -1;
    }
  }
}

static void catch_signals(void) {
  static const int passed[] = {SIGTERM, SIGINT, SIGHUP};
  for (size_t i = 0; i < COUNT(passed); i++)
    signal(passed[i], pass_on);
  signal(SIGALRM, end_all);
  alarm(SECONDS);
}

int main(int argc, char **argv) {
  int control[2];
  if (argc < 5) return CANNOT;
  nth = strtol(argv[1], NULL, 10);
  for (size_t i = 0; i < COUNT(plans); i++) {
    if (strcmp(argv[2], plans[i].name) != 0) continue;
    plan_error = plans[i].error;
    plan_signal = plans[i].signal;
  }
  mark = argv[3];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0)
    return give_up("socketpair");
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  program = fork();
  if (program < 0) return give_up("fork");
  if (program == 0) _exit(become(control[1], argv + 4));
  catch_signals();
  close(control[1]);
  return supervise(control[0]);
}
