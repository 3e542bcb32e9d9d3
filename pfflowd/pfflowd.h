/* The parts of pfflowd: options, capture, target, background and privileges, debug output. */
#ifndef PFFLOWD_H
#define PFFLOWD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <syslog.h>

#include <pcap/pcap.h>

#include "ft/pfsync.h"

#define DEFAULT_INTERFACE "pfsync0"

/* Where the build did not say otherwise: whom to become, the root to enter, the pid file. */
#ifndef PFFLOWD_USER
#define PFFLOWD_USER "_pfflowd"
#endif
#ifndef PFFLOWD_CHROOT
#define PFFLOWD_CHROOT "/var/empty"
#endif
#ifndef PFFLOWD_PID_FILE
#define PFFLOWD_PID_FILE "/var/run/pfflowd.pid"
#endif

/* -- options.c -- */

struct options {
  bool foreground;              /* -d, -D or -r */
  bool debug;                   /* -D */
  const char *interface, *file; /* one of them is NULL */
  enum ft_pf_direction direction;
  struct ft_pf_format format;     /* what is sent */
  struct sockaddr_storage target; /* resolved */
  socklen_t target_size;          /* 0: no -n */
  char *filter;                   /* the words joined; NULL: none */
};

/* Exits where the command line is wrong or asks for help. */
void options_parse(struct options *options, int argc, char **argv);

/* A line on standard error without the program's name, exit status 1. */
noreturn void die(const char *format, ...) FT_PRINTF(1, 2);

/* -- log.c -- */

/* The system's log, in the foreground standard error too. */
void log_open(bool foreground);
void log_line(int level, const char *format, ...) FT_PRINTF(2, 3);
/* An error, then exit status 1. */
noreturn void log_fatal(const char *format, ...) FT_PRINTF(1, 2);
/* For libft: what it has to say are warnings. */
const struct ft_log *log_of_library(void);

/* -- capture.c -- */

struct capture {
  pcap_t *handle;
  const struct ft_pf_link *link;
};

/* Opens the interface or savefile with its filter; exits on errors. */
void capture_open(struct capture *capture, const struct options *options);
/*
 * Compiles the user's filter, for free with pcap_freecode; narrow: packets that are not pfsync
 * may be left out, behind a VLAN tag too. False: the words are no filter, see pcap_geterr.
 */
bool capture_compile(pcap_t *handle, struct bpf_program *program, const char *words, bool narrow);

/* -- target.c -- */

struct target {
  int socket;
  bool debug;            /* a line for each datagram */
  bool paced;            /* do not send faster than a collector on this host can read */
  unsigned burst;        /* datagrams since the last pause */
  int64_t complained;    /* second of the last line about a failed send */
  uint64_t sent, failed; /* datagrams */
};

/* A connected socket; exits on errors. */
void target_open(struct target *target, const struct options *options);
/* An ft_datagram_sink; arg is a struct target. Failures are logged, never returned. */
ft_datagram_sink target_send;

/* -- statistics.c -- */

/* The lines of SIGUSR1. target NULL: nowhere to send. */
void statistics_log(const struct ft_pf_statistics *statistics, uint64_t flows,
                    const struct target *target);

/* -- daemon.c -- */

/*
 * Detaches and writes the pid file, which exit removes where that is still
 * allowed; logs, exits if there is no detaching.
 */
void daemon_start(void);
/* Becomes the unprivileged user in the empty root: live it exits on errors, for a file it drops
 * what it can. */
void privileges_drop(bool live);
/* Whether there is a pid file that exit can still remove. */
bool daemon_removes_pid_file(void);

/* -- show.c -- */

/* The lines of -D for a state. */
void show_state(const struct ft_pf_ended *ended);

#endif
