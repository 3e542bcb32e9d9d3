/* Packets of pfsync messages: lengths are checked here, fields read in layout.c. */
#include "pfsync/layout.h"
#include "pfsync/octets.h"

enum { OLDEST_HEADER = 4, SUBHEADER = 4, LENGTH_UNIT = 4 };

static bool is_full_state(enum ft_pf_kind kind) {
  return kind == FT_PF_INSERT || kind == FT_PF_UPDATE || kind == FT_PF_DELETE;
}

/* Count messages, size octets apart. action NULL: they cannot be read. */
static void visit(const struct pf_action *action, const uint8_t *data, size_t size, size_t count,
                  ft_pf_visitor *visitor, void *arg) {
  struct ft_pf_state state = {0};
  for (size_t i = 0; i < count; i++, data += size) {
    if (!action || action->kind == FT_PF_OTHER) {
      visitor(arg, FT_PF_OTHER, &state);
    } else {
      pf_decode(action->layout, data, &state);
      visitor(arg, (enum ft_pf_kind)action->kind, &state);
    }
  }
}

/* -- versions 1 to 4: one action, the count in the header (7.2) -- */

/*
 * The form whose messages fill the packet exactly behind a header of that size,
 * else the first one that fits. NULL: none.
 */
static const struct pf_action *find_form(const struct pf_version *version, unsigned action,
                                         size_t count, size_t room, bool exact) {
  for (size_t i = 0; i < version->action_count; i++) {
    const struct pf_action *form = &version->actions[i];
    size_t need = count * form->layout->size;
    if (form->action == action && (exact ? need == room : need <= room)) return form;
  }
  return NULL;
}

static bool knows_action(const struct pf_version *version, unsigned action) {
  for (size_t i = 0; i < version->action_count; i++)
    if (version->actions[i].action == action) return true;
  return false;
}

/* Arithmetic tells: the first form of the header is there if nothing else can fill the packet. */
static bool has_short_header(const struct pf_version *version, unsigned action, size_t count,
                             size_t size) {
  if (version->short_header == 0 || size < version->short_header) return false;
  size_t room = size - version->short_header;
  return count == 0 ? room == 0 : find_form(version, action, count, room, true) != NULL;
}

static enum ft_pf_verdict parse_one_action(const struct pf_version *version, const uint8_t *data,
                                           size_t size, ft_pf_visitor *visitor, void *arg) {
  unsigned action = data[2];
  size_t count = data[3], header = version->header;
  if (has_short_header(version, action, count, size)) header = version->short_header;
  if (size < header) return FT_PF_RUNT_HEADER;
  if (count == 0) return FT_PF_EMPTY;
  if (!knows_action(version, action)) {
    visit(NULL, data, 0, count, visitor, arg);
    return FT_PF_OK;
  }
  const struct pf_action *form = find_form(version, action, count, size - header, false);
  if (!form) return FT_PF_RUNT;
  visit(form, data + header, form->layout->size, count, visitor, arg);
  return FT_PF_OK;
}

/* -- versions 5 and 6: subheaders (7.6) -- */

/* The form for messages of the size that the subheader tells. NULL: step over them. */
static const struct pf_action *find_told_form(const struct pf_version *version, unsigned action,
                                              size_t told) {
  for (size_t i = 0; i < version->action_count; i++) {
    const struct pf_action *form = &version->actions[i];
    bool fits = is_full_state((enum ft_pf_kind)form->kind) ? told == form->layout->size
                                                           : told >= form->layout->size;
    if (form->action == action && fits) return form;
  }
  return NULL;
}

static enum ft_pf_verdict parse_subheaders(const struct pf_version *version, const uint8_t *data,
                                           size_t size, ft_pf_visitor *visitor, void *arg) {
  if (size < version->header) return FT_PF_RUNT_HEADER;
  size_t length = pf_number(data + 2, 2), at = version->header;
  if (length < version->header || length > size) return FT_PF_RUNT;
  while (length - at > 0) {
    if (length - at < SUBHEADER) return FT_PF_RUNT;
    unsigned action = data[at];
    size_t told = (size_t)data[at + 1] * LENGTH_UNIT, count = pf_number(data + at + 2, 2);
    at += SUBHEADER;
    if (count == 0) continue;
    if (told == 0 || count * told > length - at) return FT_PF_RUNT;
    visit(find_told_form(version, action, told), data + at, told, count, visitor, arg);
    at += count * told;
  }
  return FT_PF_OK;
}

enum ft_pf_verdict ft_pf_parse(const uint8_t *data, size_t size, ft_pf_visitor *visitor,
                               void *arg) {
  if (size < OLDEST_HEADER) return FT_PF_RUNT_HEADER;
  const struct pf_version *version = pf_version_find(data[0]);
  if (!version) return FT_PF_BAD_VERSION;
  if (version->framing == PF_SUBHEADERS) return parse_subheaders(version, data, size, visitor, arg);
  return parse_one_action(version, data, size, visitor, arg);
}
