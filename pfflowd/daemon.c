/* The background, and the life without privileges (pfflowd.md 2.1, 2.2). */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pfflowd.h"
#include "sanitized.h"

/* Written, and within reach. */
static bool has_pid_file;

static bool write_pid(void) {
  int file = open(PFFLOWD_PID_FILE, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) return false;
  bool written = dprintf(file, "%ld\n", (long)getpid()) > 0;
  int errnum = errno;
  close(file);
  errno = errnum;
  return written;
}

/* Without privileges, or from the empty root, it stays. */
static void remove_pid_file(void) {
  if (has_pid_file) unlink(PFFLOWD_PID_FILE);
}

bool daemon_removes_pid_file(void) {
  return has_pid_file;
}

void daemon_start(void) {
  if (daemon(0, 0) != 0) die("daemon() error: %s", strerror(errno));
  log_open(false);
  has_pid_file = write_pid();
  if (has_pid_file)
    atexit(remove_pid_file);
  else
    log_line(LOG_WARNING, "Couldn't write pidfile: %s", strerror(errno));
}

/* Stands in for the usual empty directory: nobody else can put anything into this one. */
static bool enter_own_empty_dir(void) {
  char path[] = "/tmp/pfflowd.XXXXXX";
  if (!mkdtemp(path)) return false;
  bool entered = chmod(path, 0555) == 0 && chdir(path) == 0;
  int errnum = errno;
  rmdir(path);
  errno = errnum;
  return entered;
}

static bool enter_empty_dir(void) {
  return chdir(PFFLOWD_CHROOT) == 0 || (errno == ENOENT && enter_own_empty_dir());
}

static void enter_empty_root(void) {
  const char *dir = PFFLOWD_CHROOT;
  if (!enter_empty_dir())
    log_fatal("Unable to chdir to chroot directory \"%s\": %s", dir, strerror(errno));
  if (chroot(".") != 0) log_fatal("Unable to chroot to directory \"%s\": %s", dir, strerror(errno));
  if (chdir("/") != 0) log_fatal("Unable to chdir to chroot root: %s", strerror(errno));
}

static void drop_all(void) {
  const struct passwd *user = getpwnam(PFFLOWD_USER);
  if (!user) log_fatal("Unable to find unprivileged user \"%s\"", PFFLOWD_USER);
  uid_t uid = user->pw_uid;
  gid_t gid = user->pw_gid;
  enter_empty_root();
  has_pid_file = false;
  if (setgroups(1, &gid) != 0)
    log_fatal("Couldn't setgroups (%u): %s", (unsigned)gid, strerror(errno));
  if (setgid(gid) != 0) log_fatal("Couldn't set gid (%u): %s", (unsigned)gid, strerror(errno));
  if (setuid(uid) != 0) log_fatal("Couldn't set uid (%u): %s", (unsigned)uid, strerror(errno));
}

/* Reading a file must work on any host: what cannot be dropped is no error. The search for leaks
 * at the end needs /proc, and the rights to look at this process. */
static void drop_what_can_be(void) {
#ifndef SANITIZED
  const struct passwd *user = getpwnam(PFFLOWD_USER);
  if (!user) user = getpwnam("nobody");
  if (!user) return;
  uid_t uid = user->pw_uid;
  gid_t gid = user->pw_gid;
  bool done = enter_empty_dir() && chroot(".") == 0 && chdir("/") == 0;
  done = setgroups(1, &gid) == 0 && setgid(gid) == 0 && setuid(uid) == 0 && done;
  (void)done;
#endif
}

void privileges_drop(bool live) {
  if (geteuid() != 0) return;
  if (live)
    drop_all();
  else
    drop_what_can_be();
}
