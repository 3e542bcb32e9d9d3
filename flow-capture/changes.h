/* What -T and -X do to the flows: loaded, compiled once the layout is known, loaded again on
 * SIGHUP. */
#ifndef CAPTURE_CHANGES_H
#define CAPTURE_CHANGES_H

#include <stddef.h>
#include <stdint.h>

#include "ft/tag.h"
#include "ft/xlate.h"
#include "options.h"

/* All NULL: nothing is done. */
struct changes {
  struct ft_tag *tag;
  struct ft_xlates *xlates;
  const struct ft_xlate_def *definition;
  struct ft_xlate *xlate; /* NULL until the layout is known */
};

/*
 * The tags of -T, which are always for version 1005. On failure what was there stays in
 * use. 0, or -1 with the library's lines or `fttag_def_find(NAME): failed`.
 */
int changes_load_tags(struct changes *changes, const struct options *options,
                      const struct ft_log *log, struct ft_error *err);
/*
 * The translation of -X; if layout is not NULL also compiles. On failure what was there
 * stays in use. 0, or -1 with the library's lines and `ftxlate_load(FILE): failed` or
 * `ftlate_def_find(NAME): failed`.
 */
int changes_load_xlate(struct changes *changes, const struct options *options,
                       const struct ft_layout *layout, const struct ft_log *log,
                       struct ft_error *err);
/* Compiles the translation, if there is one. 0, or -1 with `Xlate references a field not in flow.`
 */
int changes_compile(struct changes *changes, const struct ft_layout *layout,
                    const struct ft_log *log, struct ft_error *err);
void changes_clear(struct changes *changes);

#endif
