/*
 * The relay: datagrams in, checked, changed and filtered flow by flow, datagrams out, one turn
 * of the loop after the other (spec capture.md 6).
 */
#ifndef FANOUT_RELAY_H
#define FANOUT_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "collect/intake.h"
#include "collect/privacy.h"
#include "collect/receive.h"
#include "collect/notices.h"
#include "collect/substitute.h"
#include "denial.h"
#include "ft/netflow.h"
#include "options.h"
#include "targets.h"

struct relay {
  const struct options *options;
  const struct ft_log *log;
  ft_received_handler *handle; /* what is done with datagrams */
  struct targets *targets;
  struct ft_receiver *receiver;
  struct ft_intake *intake;
  struct ft_notices notices;
  struct ft_encoder *encoder; /* NULL until the output's layout is known */
  struct denial denial;       /* in use if options->filter_name is not NULL */
  bool reload;                /* the filter, with the next datagram */
  const struct ft_layout *bound;
  struct ft_substitute substitute; /* for records of bound */
  struct ft_privacy privacy;       /* for records of bound */
  int64_t now;                     /* seconds since 1970 */
  uint8_t decoded[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
  uint8_t translated[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
};

/* Everything that can be refused: version, filter, destinations, socket. 0 or -1. */
int relay_open(struct relay *relay, const struct options *options, const struct ft_log *log,
               struct ft_error *err);
/* Until SIGTERM or SIGQUIT: 0, what had arrived is sent; or -1. */
int relay_run(struct relay *relay, struct ft_error *err);
void relay_close(struct relay *relay);

#endif
