#include "config.h"

#include "fence.h"
#include "sanitized.h"

#include <errno.h>
#include <stddef.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* Sanitizers need more calls than any list of ours has. */
#ifdef SANITIZED
#undef HAVE_SECCOMP
#endif

int fence_keep_rights(void) {
#ifdef __linux__
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
#endif
  return 0;
}

void fence_enter_told(unsigned needs, const struct ft_log *log) {
  int refused = fence_enter(needs, NULL);
  if (refused != 0) ft_log_system(log, refused, "System calls cannot be restricted");
}

#if defined(HAVE_SECCOMP)

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define ALWAYS 0
#define FILES  (FENCE_READ_FILES | FENCE_WRITE_FILES)
/* Kinds of sockets share their argument with flags. */
#define SOCKET_KIND 15
/* Which argument of clone holds the flags. */
#if defined(__s390__)
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif

/* What each need lets through, by name: not every system has all of these calls. */
static const struct {
  unsigned needs; /* one of these */
  const char *names[48];
} plain_calls[] = {
    /* packets, datagrams, the log */
    {ALWAYS, {"read",    "readv",      "recvfrom",     "recvmsg", "recvmmsg", "recvmmsg_time64",
              "poll",    "ppoll",      "ppoll_time64", "write",   "writev",   "sendto",
              "sendmsg", "send",       "getsockopt",   "lseek",   "_llseek",  "fstat",
              "fstat64", "newfstatat", "fcntl",        "fcntl64", "close"}},
    /* memory */
    {ALWAYS, {"brk", "munmap", "mremap", "madvise", "futex", "futex_time64", "getrandom"}},
    /* time */
    {ALWAYS,
     {"clock_gettime", "clock_gettime64", "gettimeofday", "time", "nanosleep", "clock_nanosleep",
      "clock_nanosleep_time64", "getrusage"}},
    /* signals, the end */
    {ALWAYS,
     {"rt_sigreturn", "sigreturn", "rt_sigprocmask", "rt_sigaction", "restart_syscall", "getpid",
      "gettid", "exit", "exit_group"}},
    {FENCE_REMOVE_FILES, {"unlink", "unlinkat"}},
    {FILES,
     {"stat", "stat64", "lstat", "lstat64", "fstatat64", "statx", "access", "faccessat",
      "faccessat2", "readlink", "readlinkat", "getcwd"}},
    {FENCE_WRITE_FILES,
     {"open", "openat", "mkdir", "mkdirat", "link", "linkat", "rename", "renameat", "renameat2",
      "fdatasync", "fsync", "fchmod", "umask", "flock"}},
    {FENCE_LOG | FENCE_NAMES, {"connect"}},
    {FENCE_NAMES,
     {"sendmmsg", "setsockopt", "getsockname", "getpeername", "uname", "pipe", "pipe2"}},
    {FENCE_CLIENTS, {"accept", "accept4", "listen", "pipe", "pipe2"}},
    {FENCE_THREADS,
     {"set_robust_list", "rseq", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
      "sched_yield"}},
};

/* Calls that are harmless with some values of one argument. */
static const struct {
  unsigned needs;
  const char *name;
  struct scmp_arg_cmp condition;
} conditional_calls[] = {
    {ALWAYS, "mmap", {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    {ALWAYS, "mmap2", {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    {ALWAYS, "mprotect", {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    /* libpcap looks whether an interface that reports an error is still there. */
    {FENCE_PACKETS, "ioctl", {1, SCMP_CMP_EQ, SIOCGIFINDEX, 0}},
    {FENCE_PACKETS, "ioctl", {1, SCMP_CMP_EQ, SIOCGIFFLAGS, 0}},
    {FENCE_READ_FILES, "open", {1, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY}},
    {FENCE_READ_FILES, "openat", {2, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY}},
    {FENCE_LOG | FENCE_NAMES, "socket", {0, SCMP_CMP_EQ, AF_UNIX, 0}},
    {FENCE_NAMES, "socket", {1, SCMP_CMP_MASKED_EQ, SOCKET_KIND, SOCK_DGRAM}},
    {FENCE_NAMES, "socket", {1, SCMP_CMP_MASKED_EQ, SOCKET_KIND, SOCK_STREAM}},
    {FENCE_NAMES, "ioctl", {1, SCMP_CMP_EQ, FIONREAD, 0}},
    {FENCE_THREADS, "clone", {CLONE_FLAGS, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD}},
};

/* 0, or an error as a negative number, as those of libseccomp. */
static int add_rule(scmp_filter_ctx filter, uint32_t action, const char *name, unsigned conditions,
                    const struct scmp_arg_cmp *condition) {
  int call = seccomp_syscall_resolve_name(name);
  if (call == __NR_SCMP_ERROR) return 0;
  int rc = seccomp_rule_add_array(filter, action, call, conditions, condition);
  /* Not on this kind of machine, or let through without a condition already. */
  return rc == -EDOM || rc == -EEXIST ? 0 : rc;
}

static bool wanted(unsigned needs, unsigned any_of) {
  return any_of == ALWAYS || (needs & any_of) != 0;
}

static int fill(scmp_filter_ctx filter, unsigned needs) {
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < sizeof plain_calls / sizeof *plain_calls; i++)
    for (const char *const *name = plain_calls[i].names; rc == 0 && *name != NULL; name++)
      if (wanted(needs, plain_calls[i].needs))
        rc = add_rule(filter, SCMP_ACT_ALLOW, *name, 0, NULL);
  for (size_t i = 0; rc == 0 && i < sizeof conditional_calls / sizeof *conditional_calls; i++)
    if (wanted(needs, conditional_calls[i].needs))
      rc = add_rule(filter, SCMP_ACT_ALLOW, conditional_calls[i].name, 1,
                    &conditional_calls[i].condition);
  /* Its flags lie in memory, where they cannot be looked at: the C library goes on to clone. */
  if (rc == 0) rc = add_rule(filter, SCMP_ACT_ERRNO(ENOSYS), "clone3", 0, NULL);
  return rc;
}

int fence_enter(unsigned needs, const char *removed) {
  (void)removed;
  /*
   * Refused, not killed: a C library that tries another call first, or a log daemon that was
   * restarted, must not end the program.
   */
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == NULL) return ENOMEM;
  int rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
  if (rc == 0) rc = fill(filter, needs);
  if (rc == 0) rc = seccomp_load(filter);
  seccomp_release(filter);
  return -rc;
}

#elif defined(HAVE_PLEDGE)

#include <string.h>
#include <unistd.h>

/* For each need what pledge calls it; `stdio` receives and sends as well. */
static const struct {
  unsigned need;
  const char *promises;
} promises_of[] = {
    {FENCE_PACKETS, " bpf"},
    {FENCE_READ_FILES, " rpath"},
    {FENCE_WRITE_FILES, " rpath wpath cpath fattr flock"},
    {FENCE_REMOVE_FILES, " cpath"},
    {FENCE_LOG, " unix"},
    {FENCE_NAMES, " dns"},
    {FENCE_CLIENTS, " inet"},
};

int fence_enter(unsigned needs, const char *removed) {
  char promises[100] = "stdio";
  for (size_t i = 0; i < sizeof promises_of / sizeof *promises_of; i++)
    if (needs & promises_of[i].need) strlcat(promises, promises_of[i].promises, sizeof promises);
#ifdef HAVE_UNVEIL
  if (removed != NULL && unveil(removed, "c") != 0) return errno;
#else
  (void)removed;
#endif
  return pledge(promises, NULL) == 0 ? 0 : errno;
}

#else

int fence_enter(unsigned needs, const char *removed) {
  (void)needs;
  (void)removed;
  return fence_keep_rights();
}

#endif
