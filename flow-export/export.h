/* What the formats of flow-export have in common (spec tools.md 5). */
#ifndef EXPORT_H
#define EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "ft/error.h"
#include "ft/record.h"
#include "ft/stream.h"
#include "text.h"

/* Exit status for a stream that a format cannot show. */
#define EXPORT_REFUSED 255

struct export_job {
  const struct ft_layout *layout;
  /* -m: a field list, or a number whose meaning is the format's. */
  bool mask_given, mask_is_list;
  uint64_t mask;
  struct text *out;
  const char *uri; /* -u, the place of a database; NULL without it */
  bool show;       /* -d: databases show their queries */
  void *state;     /* the format's own */
};

/*
 * One format. check looks at the options before the input is opened and may be
 * NULL; begin at the stream's layout; both return the exit status, after a
 * message if it is not 0. put takes records; end completes and frees.
 */
struct export_format {
  const char *name;
  int (*check)(struct export_job *job);
  int (*begin)(struct export_job *job);
  int (*put)(struct export_job *job, const struct ft_batch *batch);
  int (*end)(struct export_job *job);
};

extern const struct export_format export_cflowd, export_csv, export_mysql, export_pcap,
    export_postgresql, export_wire;

/* The plan of a CSV row: the columns of layout that mask selects. */
struct csv_cell {
  struct ft_column column;
  bool is_addr;
};
struct csv_plan {
  unsigned count;
  struct csv_cell cells[FT_FIELD_COUNT];
};
void csv_plan_make(struct csv_plan *plan, const struct ft_layout *layout, uint64_t mask);
/* Octets that a row can have at most. */
#define CSV_ROW_MAX (FT_FIELD_COUNT * (FT_ADDR_TEXT_SIZE + 1))
/* Writes the row of a record, newline included, at p; returns the position behind. */
char *csv_row(const struct csv_plan *plan, const uint8_t *record, char *p);

#endif
