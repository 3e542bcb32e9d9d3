/*
 * Who scans: the sources of flows with the destinations that each has contacted,
 * and their ageing (spec stat.md 2.3). Moments are numbers of flows, modulo 2^32.
 */
#ifndef DSCAN_SCANS_H
#define DSCAN_SCANS_H

#include <stdbool.h>
#include <stdint.h>

#include "addresses.h"
#include "ft/error.h"
#include "ports.h"

#define SCANS_BUCKETS 65536
/*
 * Sources and destinations that are kept at most, a destination with more ports than
 * fit in it counting as five: some 300 MB. Scans with invented addresses come faster
 * than the ager works, so something has to give.
 */
#define SCANS_LIMIT (UINT32_C(1) << 23)

enum scans_flag { SCANS_HOST_SCAN = 1, SCANS_PORT_SCAN = 2 };

/* The values of entries; numbers are those of entries, 0: none. */
struct scans_source {
  uint32_t next;        /* in its bucket, newest first */
  uint32_t first, last; /* destinations, in the order in which they were put there */
  uint32_t depth;       /* their number, as far as state files are right */
  uint32_t flags;       /* enum scans_flag; not 0: reported */
};
struct scans_destination {
  uint32_t next; /* of the same source */
  uint32_t time; /* of the last flow to it */
  struct port_set ports;
};

struct scans_options {
  uint32_t destinations; /* that a source may have */
  uint32_t ports;        /* of one destination that make a port scan */
  uint32_t timeout;      /* 0: nothing ages */
  uint32_t limit;        /* SCANS_LIMIT; tests take less */
  /* Gets a line for everything that the ager removes; NULL: none. */
  const struct ft_log *removals;
};

struct scans_totals {
  uint32_t made_sources, made_destinations, freed_sources, freed_destinations;
  uint32_t aged_sources, aged_destinations; /* those that the ager removed */
  uint32_t forgotten;                       /* sources that had to go for want of room */
};

struct scans {
  struct scans_options options;
  struct addresses entries; /* sources belong to their bucket, destinations to their source */
  struct port_maps maps;
  struct scans_totals totals;
  uint32_t age_from;    /* bucket of the next run of the ager */
  uint32_t forget_from; /* bucket that goes first for want of room */
  uint32_t buckets[SCANS_BUCKETS];
};

/* NULL without memory. */
struct scans *scans_new(const struct scans_options *options);
void scans_free(struct scans *scans);

enum scans_verdict {
  SCANS_KNOWN, /* nothing new */
  SCANS_NEW,   /* a new destination */
  SCANS_HOST,  /* one destination too many: a host scan */
  SCANS_PORT,  /* a port scan */
  SCANS_NO_MEMORY
};
/* A flow, the one with that number. */
enum scans_verdict scans_see(struct scans *scans, const struct ft_addr *src,
                             const struct ft_addr *dst, unsigned dstport, uint32_t now);

/* True after this verdict on this flow: run the ager. */
bool scans_age_due(const struct scans *scans, enum scans_verdict verdict, uint32_t now);
/* A run of the ager; *work is what it did. True if it has come to the last bucket's end. */
bool scans_age(struct scans *scans, uint32_t now, uint32_t *work);

/* -- what state files hold -- */

/* The bucket that the address belongs to. */
uint32_t scans_bucket(const struct ft_addr *addr);
/* A source in front of its bucket; a destination behind the others. 0: no memory or no room. */
uint32_t scans_add_source(struct scans *scans, uint32_t bucket, const struct ft_addr *addr);
uint32_t scans_add_destination(struct scans *scans, uint32_t source, const struct ft_addr *addr,
                               uint32_t time);
/* Valid until something is added. */
static inline struct scans_source *scans_source(const struct scans *scans, uint32_t number) {
  return addresses_value(&scans->entries, number);
}
static inline struct scans_destination *scans_destination(const struct scans *scans,
                                                          uint32_t number) {
  return addresses_value(&scans->entries, number);
}

#endif
