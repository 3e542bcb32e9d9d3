/* The collector: datagrams in, files out, one turn of the loop after the other (spec
 * capture.md 2.8). */
#ifndef CAPTURE_COLLECTOR_H
#define CAPTURE_COLLECTOR_H

#include <stdint.h>

#include "changes.h"
#include "clients.h"
#include "collect/clock.h"
#include "collect/expire.h"
#include "collect/intake.h"
#include "collect/receive.h"
#include "collect/notices.h"
#include "collect/ring.h"
#include "denial.h"
#include "file.h"
#include "options.h"
#include "sink.h"

struct collector {
  const struct options *options;
  const struct ft_log *log;
  struct capture_kind kind;
  struct ft_receiver *receiver; /* the ring's, once that is there */
  struct ft_ring *ring;
  struct ft_intake *intake;
  struct denial denial;     /* in use if options->filter_name is not NULL */
  struct changes changes;   /* of -T and -X */
  struct ft_expire *expire; /* NULL without limits */
  struct clients *clients;  /* NULL without -c */
  struct sink *sink;
  struct capture_file *file; /* that is being filled; NULL before the layout is known */
  int64_t boundary;          /* of file, nanoseconds */
  struct ft_notices notices;
  int64_t now, flushed, minute; /* seconds */
  int64_t turn;                 /* nanoseconds, the time of this turn */
  struct ft_error err;
  uint8_t scratch[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
};

/* Everything that can be refused: folder, definitions, old files, sockets. 0 or -1 with
 * collector->err.
 */
int collector_open(struct collector *collector, const struct options *options,
                   const struct ft_log *log);
/* Until SIGTERM or SIGQUIT: 0, everything is stored; or -1 with collector->err. */
int collector_run(struct collector *collector);
void collector_close(struct collector *collector);

#endif
