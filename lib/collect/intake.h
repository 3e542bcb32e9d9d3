/*
 * What happens to a datagram before its records are looked at: check, source,
 * output version, exporter, sequence numbers, with the counters and log lines of
 * spec capture.md 1.3, 1.4 and 2.10. The same for all collectors.
 */
#ifndef COLLECT_INTAKE_H
#define COLLECT_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/receive.h"
#include "ft/error.h"
#include "ft/netflow.h"
#include "ft/record.h"

/*
 * So many exporters, and engines of all of them, are remembered: forged sources must not fill
 * the memory. Those that were not heard of longest are forgotten first.
 */
#define FT_EXPORTERS_MAX 4096
#define FT_ENGINES_MAX   262144

struct ft_exporter {
  struct ft_addr source, destination;
  uint16_t version;
  uint32_t packets, flows, filtered, lost, resets;
  struct ft_sequence *sequence;      /* NULL: no memory, is not checked */
  struct ft_exporter *newer, *older; /* by the first datagram, the order of listing */
};

/* Counted since the caller last set them to 0; the header fields of a file. */
struct ft_intake_counts {
  uint32_t lost, corrupt, resets;
};

struct ft_intake;

/* only_from, copied: the source that alone is accepted, 0.0.0.0 any. NULL: no memory. */
struct ft_intake *ft_intake_new(const struct ft_addr *only_from, const struct ft_log *log);
void ft_intake_free(struct ft_intake *intake);

/* Say why a datagram fails its check, in a line before. Off at first. */
void ft_intake_explain(struct ft_intake *intake, bool on);

/* The layout of the output: fixed by the caller (-V), or by the first datagram; NULL before. */
const struct ft_layout *ft_intake_layout(const struct ft_intake *intake);
void ft_intake_set_layout(struct ft_intake *intake, const struct ft_layout *layout);

/*
 * Steps 1 to 5 of 1.4 and the counting of step 6. now: seconds since 1970. The
 * datagram's exporter, with datagram filled in, or NULL if it is refused. The exporter
 * is valid until the next call.
 */
struct ft_exporter *ft_intake_datagram(struct ft_intake *intake, const struct ft_received *received,
                                       int64_t now, struct ft_datagram *datagram);
/*
 * How records of a datagram become records of the output; *translation is NULL if
 * they are that already. Owned by the intake. 0, or -1 (no memory).
 */
int ft_intake_translation(struct ft_intake *intake, const struct ft_layout *from,
                          const struct ft_translation **translation, struct ft_error *err);

struct ft_intake_counts *ft_intake_counts(struct ft_intake *intake);
/* Summaries of the lines that were held back, those that are due, or all (limit.h). */
void ft_intake_report_hidden(struct ft_intake *intake, int64_t now, bool at_once);

/* What a STAT line has behind the counters that all programs show. */
typedef void ft_intake_stat_rest(void *arg, const struct ft_exporter *exporter, char *out,
                                 size_t size);
/* A STAT line for each exporter, the newest first. rest may be NULL. */
void ft_intake_stat(const struct ft_intake *intake, int64_t now, int64_t startup,
                    ft_intake_stat_rest *rest, void *arg);

#endif
