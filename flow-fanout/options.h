/* The command line of flow-fanout (spec capture.md 6). */
#ifndef FANOUT_OPTIONS_H
#define FANOUT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/endpoint.h"
#include "ft/conf.h"
#include "ft/record.h"

struct options {
  struct ft_endpoint source;
  struct ft_endpoint *targets;
  size_t target_count;
  uint16_t as;             /* -A, 0: AS numbers stay */
  bool explain;            /* -d */
  bool foreground;         /* -D */
  char *filter_file;       /* -f */
  const char *filter_name; /* -F, NULL: none */
  bool masked;             /* -m */
  struct ft_addr mask;
  const char *pid_stem;           /* -p, as given */
  bool forge;                     /* -s */
  bool per_source;                /* --per-source */
  bool unchanged;                 /* --unchanged */
  unsigned stat_interval;         /* -S, minutes */
  struct ft_vars *vars;           /* -v */
  const struct ft_layout *layout; /* -V, NULL: that of the first datagram */
  uint32_t delay;                 /* -x, microseconds after each datagram */
  int receive_buffer;             /* --receive-buffer, octets */
  const char *user;               /* --user, NULL: stay */
};

/* Reads and checks everything; on a mistake a message and exit status 1, -h ends with 0. */
void options_read(struct options *options, int argc, char **argv);
void options_clear(struct options *options);

#endif
