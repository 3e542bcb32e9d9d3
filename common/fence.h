/*
 * The fence around a daemon: once it has started, a program that reads what anybody may send can
 * do no more than its work needs (SECURITY.md).
 */
#ifndef FENCE_H
#define FENCE_H

#include "ft/error.h"

/* What is let through besides reading and writing what is open, receiving, sending, memory, time
 * and signals. */
enum fence_need {
  FENCE_PACKETS = 1,      /* what libpcap asks of interfaces */
  FENCE_READ_FILES = 2,   /* open files for reading */
  FENCE_WRITE_FILES = 4,  /* make, write, rename files and folders; reading them as well */
  FENCE_REMOVE_FILES = 8, /* remove files */
  FENCE_LOG = 16,         /* find the log, or a service manager, again */
  FENCE_NAMES = 32,       /* ask for host names, which FENCE_READ_FILES belongs to */
  FENCE_CLIENTS = 64,     /* let in who connects to a socket that is bound */
  FENCE_THREADS = 128     /* start threads */
};

/*
 * Programs that are started give this process no rights that it does not have (Linux). For threads
 * that are started later, too; fence_enter does it for all. 0, or an errno.
 */
int fence_keep_rights(void);

/*
 * From now on the system refuses all else, to all threads of the program, where it has a way to
 * do so; new programs cannot be started in any case. removed: the only file that will be removed,
 * NULL if there are others or none. 0, or the errno of a way that failed.
 */
int fence_enter(unsigned needs, const char *removed);
/* The same for a program that removes any file or none; a failure is told to log. */
void fence_enter_told(unsigned needs, const struct ft_log *log);

#endif
