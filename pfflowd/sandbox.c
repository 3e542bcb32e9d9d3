/*
 * The fence around the parser: what reads packets from anybody can do no more than
 * read, send and log. Everything else is open before.
 */
#include "config.h"

#include "pfflowd.h"

/* Sanitizers need more calls than any list of ours has. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#undef HAVE_SECCOMP
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
    __has_feature(thread_sanitizer)
#undef HAVE_SECCOMP
#endif
#endif

#if defined(HAVE_SECCOMP)

#include <errno.h>
#include <net/if.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

/* By name: not every system has all of them. */
static const char *const harmless_calls[] = {
    /* packets, datagrams, the log */
    "read", "readv", "recvfrom", "recvmsg", "poll", "ppoll", "ppoll_time64", "write", "writev",
    "sendto", "sendmsg", "send", "getsockopt", "lseek", "_llseek", "fstat", "fstat64", "newfstatat",
    "close",
    /* memory */
    "brk", "munmap", "mremap", "madvise", "futex", "futex_time64", "getrandom",
    /* time */
    "clock_gettime", "clock_gettime64", "gettimeofday", "time", "nanosleep", "clock_nanosleep",
    "clock_nanosleep_time64",
    /* signals, the end */
    "rt_sigreturn", "sigreturn", "rt_sigprocmask", "rt_sigaction", "restart_syscall", "getpid",
    "gettid", "exit", "exit_group"};

/* Calls that are harmless with some values of one argument. */
static const struct {
  const char *name;
  struct scmp_arg_cmp condition;
} conditional_calls[] = {
    {"mmap", {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    {"mmap2", {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    {"mprotect", {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}},
    /* libpcap looks whether an interface that reports an error is still there. */
    {"ioctl", {1, SCMP_CMP_EQ, SIOCGIFINDEX, 0}},
    {"ioctl", {1, SCMP_CMP_EQ, SIOCGIFFLAGS, 0}},
};

/* 0, or an error as a negative number, as those of libseccomp. */
static int allow(scmp_filter_ctx filter, const char *name, unsigned conditions,
                 const struct scmp_arg_cmp *condition) {
  int call = seccomp_syscall_resolve_name(name);
  if (call == __NR_SCMP_ERROR) return 0;
  int rc = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, conditions, condition);
  return rc == -EDOM ? 0 : rc; /* not on this kind of machine */
}

static int fill(scmp_filter_ctx filter, bool removes_pid_file) {
  int rc = 0;
  for (size_t i = 0; rc == 0 && i < sizeof harmless_calls / sizeof *harmless_calls; i++)
    rc = allow(filter, harmless_calls[i], 0, NULL);
  for (size_t i = 0; rc == 0 && i < sizeof conditional_calls / sizeof *conditional_calls; i++)
    rc = allow(filter, conditional_calls[i].name, 1, &conditional_calls[i].condition);
  if (rc == 0 && removes_pid_file) rc = allow(filter, "unlink", 0, NULL);
  if (rc == 0 && removes_pid_file) rc = allow(filter, "unlinkat", 0, NULL);
  return rc;
}

int sandbox_enter(bool removes_pid_file) {
  /*
   * Refused, not killed: a C library that tries another call first, or a log daemon that was
   * restarted, must not end the program.
   */
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == NULL) return ENOMEM;
  int rc = fill(filter, removes_pid_file);
  if (rc == 0) rc = seccomp_load(filter);
  seccomp_release(filter);
  return -rc;
}

#elif defined(HAVE_PLEDGE)

#include <errno.h>
#include <unistd.h>

int sandbox_enter(bool removes_pid_file) {
#ifdef HAVE_UNVEIL
  if (removes_pid_file && unveil(PFFLOWD_PID_FILE, "c") != 0) return errno;
#endif
  return pledge(removes_pid_file ? "stdio bpf cpath" : "stdio bpf", NULL) == 0 ? 0 : errno;
}

#else

int sandbox_enter(bool removes_pid_file) {
  (void)removes_pid_file;
  return 0;
}

#endif
