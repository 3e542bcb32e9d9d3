/* What a daemon can still do inside its fence: tried in children. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fence.h"
#include "sanitized.h"

#ifdef SANITIZED
#undef HAVE_SECCOMP
#endif

#ifdef HAVE_SECCOMP

static void *nothing(void *arg) {
  return arg;
}

static bool start_program(void) {
  execl("/no/such/program", "program", (char *)NULL);
  return errno == ENOENT;
}

static bool start_process(void) {
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  return pid > 0;
}

static bool start_thread(void) {
  pthread_t thread;
  return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static bool send_signal(void) {
  return kill(getppid(), 0) == 0;
}

static bool make_code(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool read_file(void) {
  return open("/etc/passwd", O_RDONLY) >= 0;
}

/* A name that cannot be: what is allowed fails in another way. */
static bool write_file(void) {
  return open("/no/such/file", O_WRONLY | O_CREAT, 0600) >= 0 || errno == ENOENT;
}

static bool cut_file(void) {
  return open("/no/such/file", O_RDONLY | O_TRUNC) >= 0 || errno == ENOENT;
}

static bool rename_file(void) {
  return rename("/no/such/file", "/no/such/other") == 0 || errno == ENOENT;
}

static bool remove_file(void) {
  return unlink("/no/such/file") == 0 || errno == ENOENT;
}

static bool find_log(void) {
  return socket(AF_UNIX, SOCK_DGRAM, 0) >= 0;
}

static bool ask_names(void) {
  return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) >= 0;
}

/* Anybody may have this one, as a rule. */
static bool raw_socket(void) {
  return socket(AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static bool let_in(void) {
  return accept(-1, NULL, NULL) >= 0 || errno == EBADF;
}

static bool own_work(void) {
  char octet = 0;
  int fds[2];
  void *memory = malloc(1 << 20);
  bool good = memory != NULL && socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) != 0 && errno == EPERM;
  free(memory);
  return good && write(STDERR_FILENO, &octet, 0) == 0;
}

/* In the order of the bits of `can`. */
static bool (*const attempts[])(void) = {own_work,      read_file,    write_file, cut_file,
                                         rename_file,   remove_file,  find_log,   ask_names,
                                         let_in,        start_thread, raw_socket, start_program,
                                         start_process, send_signal,  make_code};
enum can {
  WORK = 1,
  READ = 2,
  WRITE = 4 | 8 | 16,
  REMOVE = 32,
  LOG = 64,
  NAMES = 128,
  CLIENTS = 256,
  THREADS = 512,
  RAW = 1024
};

/* Where sockets of all kinds come out of one system call, whose arguments lie in memory, who may
 * have one kind may have the others. */
static int cannot_be_told_apart(unsigned needs) {
#ifdef SYS_socketcall
  return needs & (FENCE_LOG | FENCE_NAMES) ? NAMES | RAW : 0;
#else
  (void)needs;
  return 0;
#endif
}

/* Which attempts succeed in a child with that fence; -1 if it died. */
static int tried(unsigned needs) {
  int fds[2], status, can = 0;
  assert_int_equal(pipe(fds), 0);
  pid_t pid = fork();
  if (pid == 0) {
    if (fence_enter(needs, NULL) != 0) _exit(1);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
      if (attempts[i]()) can |= 1 << i;
    _exit(write(fds[1], &can, sizeof can) == (ssize_t)sizeof can ? 0 : 1);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  close(fds[1]);
  ssize_t n = read(fds[0], &can, sizeof can);
  close(fds[0]);
  return status == 0 && n == (ssize_t)sizeof can ? can : -1;
}

static void each_need_lets_its_own_through(void **state) {
  static const struct {
    unsigned needs;
    int can;
  } cases[] = {
      {0, WORK},
      {FENCE_PACKETS, WORK},
      {FENCE_READ_FILES, WORK | READ},
      {FENCE_WRITE_FILES, WORK | READ | WRITE},
      {FENCE_REMOVE_FILES, WORK | REMOVE},
      {FENCE_LOG, WORK | LOG},
      {FENCE_NAMES, WORK | LOG | NAMES},
      {FENCE_CLIENTS, WORK | CLIENTS},
      {FENCE_THREADS, WORK | THREADS},
      {FENCE_READ_FILES | FENCE_WRITE_FILES | FENCE_REMOVE_FILES | FENCE_LOG | FENCE_NAMES |
           FENCE_CLIENTS | FENCE_THREADS,
       WORK | READ | WRITE | REMOVE | LOG | NAMES | CLIENTS | THREADS},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int can = tried(cases[i].needs), want = cases[i].can;
    if (can != -1) can &= ~cannot_be_told_apart(cases[i].needs);
    want &= ~cannot_be_told_apart(cases[i].needs);
    if (can != want) print_error("needs %#x\n", cases[i].needs);
    assert_int_equal(can, want);
  }
}

static int gate[2];

static void *try_behind_gate(void *arg) {
  char octet;
  bool *forked = arg;
  if (read(gate[0], &octet, 1) == 1) *forked = start_process();
  return NULL;
}

static void threads_that_run_already_are_inside_too(void **state) {
  int status;
  (void)state;
  pid_t pid = fork();
  if (pid == 0) {
    pthread_t thread;
    bool forked = true;
    if (pipe(gate) != 0 || pthread_create(&thread, NULL, try_behind_gate, &forked) != 0) _exit(1);
    if (fence_enter(FENCE_THREADS, NULL) != 0 || write(gate[1], "", 1) != 1) _exit(2);
    pthread_join(thread, NULL);
    _exit(forked ? 3 : 0);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_int_equal(status, 0);
}

static int outside_all_is_possible(void **state) {
  (void)state;
  return start_process() && read_file() && find_log() && start_thread() ? 0 : -1;
}
#endif

#ifdef __linux__
/* Without libseccomp too. */
static void no_program_gives_more_rights(void **state) {
  char line[128];
  int fds[2], status;
  (void)state;
  assert_int_equal(pipe(fds), 0);
  FILE *in = fopen("/proc/self/status", "r");
  if (in == NULL) skip();
  fclose(in);
  pid_t pid = fork();
  if (pid == 0) {
    int rc = fence_enter(FENCE_READ_FILES, NULL);
    in = fopen("/proc/self/status", "r");
    while (rc == 0 && in != NULL && fgets(line, sizeof line, in) != NULL)
      if (strcmp(line, "NoNewPrivs:\t1\n") == 0) _exit(0);
    _exit(1);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_int_equal(status, 0);
}
#endif

int main(void) {
  const struct CMUnitTest tests[] = {
#ifdef HAVE_SECCOMP
      cmocka_unit_test_setup(each_need_lets_its_own_through, outside_all_is_possible),
      cmocka_unit_test(threads_that_run_already_are_inside_too),
#endif
#ifdef __linux__
      cmocka_unit_test(no_program_gives_more_rights),
#endif
  };
  return cmocka_run_group_tests_name("fence", tests, NULL, NULL);
}
