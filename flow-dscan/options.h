/* The options of flow-dscan (spec stat.md 2.1). */
#ifndef DSCAN_OPTIONS_H
#define DSCAN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/list.h"

#define OPTIONS_INTERFACES 65536

/* A set of interfaces; without one all belong to it. */
struct interfaces {
  bool given;
  uint8_t bits[FT_NUMBER_LIST_SIZE(OPTIONS_INTERFACES)];
};

enum messages_mode { MODE_BACKGROUND, MODE_FOREGROUND, MODE_FOREGROUND_SYSLOG };

struct options {
  enum messages_mode mode;
  uint32_t debug;
  uint32_t destinations, ports, timeout; /* -D, -S, -t */
  uint32_t octets, packets, duration;    /* -O, -P, -T */
  bool load, save, no_multicast, no_www_replies, no_www_requests;
  const char *state_path, *suppress_base;
  struct interfaces input, output;
};

/* Exits with 1 after a usage text or a message. */
void options_parse(struct options *options, int argc, char **argv);

#endif
