/* Detaching, log, pid file, signals of flow-capture and flow-fanout (spec
 * capture.md 1.5, 2.2, 2.3, 2.11). */
#ifndef DAEMON_H
#define DAEMON_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdnoreturn.h>

#include "ft/error.h"

/*
 * First of all, before prog_init: descriptors 0 to 2 that the caller closed become /dev/null,
 * for programs that the daemon starts, too.
 */
void daemon_hold_descriptors(void);

/*
 * Continues in a child that logs to syslog. The caller's process stays until the
 * child says that it is ready (exit status 0) or ends (1): what goes wrong at the
 * start is seen by whoever started the program.
 */
void daemon_detach(bool keep_umask);
/* The start is over: a detached process lets go of standard error and of its parent. */
void daemon_ready(void);

/* Standard error in the foreground, else syslog. May be used by several threads. */
const struct ft_log *daemon_log(void);
/* Logs the lines, removes the pid file, exit status 1. */
noreturn void daemon_fail(struct ft_error *err);

/* The pid file will be `STEM.PORT`, seen from the folder that we are in now; empty or `-`: none. */
void daemon_pid_file(const char *stem, uint16_t port);
/* Writes it, if there is to be one; a failure is a warning. */
void daemon_write_pid(void);
/* Whether there is a file that daemon_remove_pid will remove. */
bool daemon_has_pid_file(void);
/* Removes the pid file, if this process wrote it and no other has since. */
void daemon_remove_pid(void);

/* What has come since it was last set to 0. */
struct daemon_signals {
  volatile sig_atomic_t hup, term, quit, child;
};
extern struct daemon_signals daemon_signals;
/* True once the end was asked for. */
bool daemon_stopping(void);
/* Installs the handlers. 0, or -1. */
int daemon_catch_signals(struct ft_error *err);
/* Readable when a signal came or daemon_wake was called. */
int daemon_wake_fd(void);
void daemon_wake(void);
/* Reads what makes daemon_wake_fd readable. */
void daemon_clear_wake(void);

#endif
