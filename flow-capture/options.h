/* The command line of flow-capture (spec capture.md 2.1). */
#ifndef CAPTURE_OPTIONS_H
#define CAPTURE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "collect/endpoint.h"
#include "collect/expire.h"
#include "collect/ring.h"
#include "ft/conf.h"
#include "ft/record.h"
#include "output_options.h"

struct options {
  struct ft_endpoint endpoint;
  struct output_options output;   /* -b, -C, -d, -z */
  int clients;                    /* -c */
  bool foreground;                /* -D */
  struct ft_expire_limits limits; /* -e, -E */
  char *filter_file;              /* -f */
  const char *filter_name;        /* -F, NULL: none */
  unsigned rotations;             /* -n */
  int nesting;                    /* -N */
  const char *pid_stem;           /* -p, as given */
  const char *program;            /* -R, NULL: none */
  unsigned stat_interval;         /* -S, minutes */
  char *tag_file;                 /* -t */
  const char *tag_name;           /* -T, NULL: none */
  bool keep_umask;                /* -u */
  struct ft_vars *vars;           /* -v */
  const struct ft_layout *layout; /* -V, or for -T; NULL: that of the first datagram */
  const char *work_folder;        /* -w */
  char *xlate_file;               /* -x */
  const char *xlate_name;         /* -X, NULL: none */
  int flush_interval;             /* --flush, seconds */
  size_t ring_octets;             /* --ring */
  const char *user;               /* --user, NULL: stay */
};

/* Reads and checks everything; on a mistake a message and exit status 1, -h ends with 0. */
void options_read(struct options *options, int argc, char **argv);
void options_clear(struct options *options);

#endif
