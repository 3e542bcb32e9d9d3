#include "scans.h"

#include <stdlib.h>
#include <string.h>

#define AGE_EVERY 1000
/* The ager stops behind the bucket with which its work exceeds this. */
#define WORK_MAX 500
enum { WORK_SOURCE = 2, WORK_DESTINATION = 1, WORK_BUCKET = 1 };
/* What one flow may need: two entries, a map of ports. */
enum { MAP_ENTRIES = sizeof(struct port_map) / 32, NEED = 2 + MAP_ENTRIES };

union value {
  struct scans_source source;
  struct scans_destination destination;
};

struct scans *scans_new(const struct scans_options *options) {
  struct scans *scans = calloc(1, sizeof *scans);
  if (!scans) return NULL;
  scans->options = *options;
  addresses_init(&scans->entries, sizeof(union value));
  return scans;
}

static void clear(struct scans *scans) {
  addresses_clear(&scans->entries);
  port_maps_free(&scans->maps);
  memset(scans->buckets, 0, sizeof scans->buckets);
}

void scans_free(struct scans *scans) {
  if (!scans) return;
  clear(scans);
  free(scans);
}

/* Of four octets: the upper half and the lower half. */
uint32_t scans_bucket(const struct ft_addr *addr) {
  uint32_t bucket = 0;
  for (unsigned i = 0; i + 1 < addr->width; i += 2)
    bucket ^= (uint32_t)addr->octets[i] << 8 | addr->octets[i + 1];
  return bucket;
}

/* Whose an address is: buckets come first, sources behind them. */
static uint32_t owner_of_destinations(uint32_t source) {
  return SCANS_BUCKETS + source;
}

/* -- making and freeing -- */

static bool has_room(const struct scans *scans, uint32_t entries) {
  uint64_t used = scans->entries.count + (uint64_t)scans->maps.count * MAP_ENTRIES;
  return used + entries <= scans->options.limit;
}

uint32_t scans_add_source(struct scans *scans, uint32_t bucket, const struct ft_addr *addr) {
  if (!has_room(scans, 1)) return 0;
  uint32_t number = addresses_add(&scans->entries, bucket, addr, ADDRESSES_BEFORE);
  if (!number) return 0;
  scans_source(scans, number)->next = scans->buckets[bucket];
  scans->buckets[bucket] = number;
  scans->totals.made_sources++;
  return number;
}

uint32_t scans_add_destination(struct scans *scans, uint32_t source, const struct ft_addr *addr,
                               uint32_t time) {
  if (!has_room(scans, 1)) return 0;
  uint32_t number =
      addresses_add(&scans->entries, owner_of_destinations(source), addr, ADDRESSES_BEHIND);
  if (!number) return 0;
  scans_destination(scans, number)->time = time;
  struct scans_source *of = scans_source(scans, source);
  if (of->last)
    scans_destination(scans, of->last)->next = number;
  else
    of->first = number;
  of->last = number;
  scans->totals.made_destinations++;
  return number;
}

static void free_destination(struct scans *scans, uint32_t number) {
  ports_clear(&scans->maps, &scans_destination(scans, number)->ports);
  addresses_remove(&scans->entries, number);
  scans->totals.freed_destinations++;
}

static void free_destinations(struct scans *scans, struct scans_source *source) {
  for (uint32_t number = source->first, next; number; number = next) {
    next = scans_destination(scans, number)->next;
    free_destination(scans, number);
  }
  source->first = source->last = 0;
}

static void free_source(struct scans *scans, uint32_t number) {
  free_destinations(scans, scans_source(scans, number));
  addresses_remove(&scans->entries, number);
  scans->totals.freed_sources++;
}

/* Forgets bucket after bucket until a flow has room, whatever it is. */
static void make_room(struct scans *scans) {
  while (!has_room(scans, NEED) && scans->entries.count) {
    uint32_t *bucket = &scans->buckets[scans->forget_from];
    for (uint32_t number = *bucket, next; number; number = next) {
      next = scans_source(scans, number)->next;
      free_source(scans, number);
      scans->totals.forgotten++;
    }
    *bucket = 0;
    scans->forget_from = (scans->forget_from + 1) % SCANS_BUCKETS;
  }
}

/* -- flows -- */

static enum scans_verdict first_contact(struct scans *scans, uint32_t source,
                                        const struct ft_addr *dst, unsigned port, uint32_t now) {
  uint32_t number = scans_add_destination(scans, source, dst, now);
  if (!number) return SCANS_NO_MEMORY;
  scans_source(scans, source)->depth++;
  if (port < PORTS_LIMIT &&
      !ports_add(&scans->maps, &scans_destination(scans, number)->ports, port))
    return SCANS_NO_MEMORY;
  return SCANS_NEW;
}

static enum scans_verdict next_contact(struct scans *scans, struct scans_source *source,
                                       struct scans_destination *dst, unsigned port, uint32_t now) {
  dst->time = now;
  if (port >= PORTS_LIMIT) return SCANS_KNOWN;
  if (!ports_add(&scans->maps, &dst->ports, port)) return SCANS_NO_MEMORY;
  if (dst->ports.count < scans->options.ports) return SCANS_KNOWN;
  ports_clear(&scans->maps, &dst->ports);
  source->flags |= SCANS_PORT_SCAN;
  return SCANS_PORT;
}

enum scans_verdict scans_see(struct scans *scans, const struct ft_addr *src,
                             const struct ft_addr *dst, unsigned dstport, uint32_t now) {
  /* A state with addresses of another width is about hosts that cannot be met here. */
  if (scans->entries.width && scans->entries.width != src->width) clear(scans);
  make_room(scans);
  uint32_t bucket = scans_bucket(src);
  uint32_t number = addresses_find(&scans->entries, bucket, src);
  if (!number) {
    number = scans_add_source(scans, bucket, src);
    return number ? first_contact(scans, number, dst, dstport, now) : SCANS_NO_MEMORY;
  }
  struct scans_source *source = scans_source(scans, number);
  if (source->flags) return SCANS_KNOWN;
  uint32_t known = addresses_find(&scans->entries, owner_of_destinations(number), dst);
  if (known) return next_contact(scans, source, scans_destination(scans, known), dstport, now);
  if (source->depth < scans->options.destinations)
    return first_contact(scans, number, dst, dstport, now);
  free_destinations(scans, source);
  source->depth = 0;
  source->flags |= SCANS_HOST_SCAN;
  return SCANS_HOST;
}

/* -- the ager -- */

static void tell_removal(const struct scans *scans, uint32_t number, const char *what) {
  if (!scans->options.removals) return;
  char text[FT_ADDR_TEXT_SIZE];
  struct ft_addr addr = addresses_addr(&scans->entries, number);
  ft_addr_format(&addr, text);
  ft_log_line(scans->options.removals, "ager: removed %s %s", what, text);
}

static uint32_t age_destinations(struct scans *scans, struct scans_source *source, uint32_t now) {
  uint32_t work = 0, kept = 0;
  for (uint32_t number = source->first, next; number; number = next) {
    struct scans_destination *destination = scans_destination(scans, number);
    next = destination->next;
    work += WORK_DESTINATION;
    if ((uint32_t)(now - destination->time) <= scans->options.timeout) {
      kept = number;
      continue;
    }
    tell_removal(scans, number, "destination");
    if (kept)
      scans_destination(scans, kept)->next = next;
    else
      source->first = next;
    if (source->depth) source->depth--;
    free_destination(scans, number);
    scans->totals.aged_destinations++;
  }
  source->last = kept;
  return work;
}

static uint32_t age_bucket(struct scans *scans, uint32_t bucket, uint32_t now) {
  uint32_t work = WORK_BUCKET, *link = &scans->buckets[bucket];
  while (*link) {
    uint32_t number = *link;
    struct scans_source *source = scans_source(scans, number);
    work += WORK_SOURCE + age_destinations(scans, source, now);
    if (source->depth) {
      link = &source->next;
      continue;
    }
    tell_removal(scans, number, "source");
    *link = source->next;
    free_source(scans, number);
    scans->totals.aged_sources++;
  }
  return work;
}

bool scans_age_due(const struct scans *scans, enum scans_verdict verdict, uint32_t now) {
  return (verdict == SCANS_NEW || verdict == SCANS_HOST) && scans->options.timeout &&
         now % AGE_EVERY == 0;
}

bool scans_age(struct scans *scans, uint32_t now, uint32_t *work) {
  uint32_t start = scans->age_from, bucket = start;
  *work = 0;
  for (; bucket < SCANS_BUCKETS; bucket++) {
    *work += age_bucket(scans, bucket, now);
    if (*work > WORK_MAX) break;
  }
  /* A bucket that is too much for any run is not looked at for ever. */
  if (bucket == start) bucket++;
  bool done = bucket >= SCANS_BUCKETS;
  scans->age_from = done ? 0 : bucket;
  return done;
}
