/* The command line of flow-receive (spec capture.md 4). */
#ifndef RECEIVE_OPTIONS_H
#define RECEIVE_OPTIONS_H

#include "collect/endpoint.h"
#include "ft/record.h"
#include "output_options.h"

struct options {
  struct ft_endpoint endpoint;
  struct output_options output;   /* -b, -C, -d, -z */
  const char *file;               /* -o, NULL: standard output */
  unsigned stat_interval;         /* -S, minutes; 0: none */
  const struct ft_layout *layout; /* -V, NULL: that of the first datagram */
  int receive_buffer;             /* --receive-buffer, octets */
};

/*
 * Reads and checks everything. On a mistake a message and exit status 1; -h and an
 * unknown option print the usage and end with 0.
 */
void options_read(struct options *options, int argc, char **argv);

#endif
