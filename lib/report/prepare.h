/* What a definition does to the flows before it looks at them: mask lengths and tags (spec
 * report.md 4). */
#ifndef REPORT_PREPARE_H
#define REPORT_PREPARE_H

#include "tree.h"

struct rep_prepare {
  const struct ft_layout *in, *out; /* of the records before and after */
  struct ft_mask *mask;             /* NULL: none */
  struct ft_tag *tag;               /* NULL: none, out is in */
  struct ft_translation *translation;
  uint8_t *tagged; /* room for tagged records */
  size_t room;
};

/*
 * 0, or -1 with `Report definition references a field not in flow.`, also if the
 * definition's reports and filters need fields that they would not find; or no memory.
 * Cleared by the caller in any case.
 */
int rep_prepare_init(struct rep_prepare *prepare, const struct rep_definition *definition,
                     const struct ft_layout *layout, struct ft_error *err);
/*
 * The n records as prepare->out has them: changed in place, or others that are good until
 * the next call. NULL: no memory.
 */
const uint8_t *rep_prepare_records(struct rep_prepare *prepare, uint8_t *records, size_t n,
                                   struct ft_error *err);
void rep_prepare_clear(struct rep_prepare *prepare);

#endif
