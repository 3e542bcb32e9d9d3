/* Packets of pfsync messages: lengths are checked here, fields read in layout.c. */
#include "pfsync/layout.h"
#include "pfsync/octets.h"

enum { OLDEST_HEADER = 4, SUBHEADER = 4, LENGTH_UNIT = 4 };
/* The last subheader of version 5; some systems have a check code behind it. */
enum { ACTION_END = 12, CHECK_CODE = 20 };

static bool is_full_state(enum ft_pf_kind kind) {
  return kind == FT_PF_INSERT || kind == FT_PF_UPDATE || kind == FT_PF_DELETE;
}

/* Messages of one kind that lie one behind the other. */
struct batch {
  const uint8_t *data;
  size_t size, count; /* octets of a message, messages */
  const struct pf_action *action;
  const struct pf_layout *layout; /* NULL: they cannot be read */
};

static void visit(const struct batch *batch, ft_pf_visitor *visitor, void *arg) {
  struct ft_pf_state state = {0};
  const uint8_t *message = batch->data;
  for (size_t i = 0; i < batch->count; i++, message += batch->size) {
    if (!batch->layout || batch->action->kind == FT_PF_OTHER) {
      visitor(arg, FT_PF_OTHER, &state);
    } else {
      pf_decode(batch->layout, message, &state);
      visitor(arg, (enum ft_pf_kind)batch->action->kind, &state);
    }
  }
}

static void choose_form(struct batch *batch, const struct pf_reading *reading,
                        const struct pf_action *action) {
  batch->action = action;
  batch->layout = pf_layout_of(reading, action);
}

/* The first form, NULL: the action is unknown. */
static const struct pf_action *find_action(const struct pf_reading *reading, unsigned action) {
  for (size_t i = 0; i < reading->count; i++)
    if (reading->actions[i].action == action) return &reading->actions[i];
  return NULL;
}

/* -- versions 1 to 4: one action, the count in the header (7.2) -- */

/*
 * Takes the form whose messages fill the room exactly, else the first one that
 * fits. False: none.
 */
static bool find_form(const struct pf_reading *reading, unsigned action, size_t room, bool exact,
                      struct batch *batch) {
  for (size_t i = 0; i < reading->count; i++) {
    const struct pf_action *form = &reading->actions[i];
    size_t need = batch->count * pf_layout_of(reading, form)->size;
    if (form->action != action || (exact ? need != room : need > room)) continue;
    choose_form(batch, reading, form);
    batch->size = batch->layout->size;
    return true;
  }
  return false;
}

/* Arithmetic tells: the first form of the header is there if nothing else can fill the packet. */
static bool has_short_header(const struct pf_version *version, unsigned action, size_t size,
                             struct batch *batch) {
  if (version->short_header == 0 || size < version->short_header) return false;
  size_t room = size - version->short_header;
  if (batch->count == 0) return room == 0;
  return find_form(version->readings, action, room, true, batch);
}

static enum ft_pf_verdict parse_one_action(const struct pf_version *version, const uint8_t *data,
                                           size_t size, ft_pf_visitor *visitor, void *arg) {
  unsigned action = data[2];
  struct batch batch = {.count = data[3]};
  size_t header = version->header;
  if (has_short_header(version, action, size, &batch)) header = version->short_header;
  if (size < header) return FT_PF_RUNT_HEADER;
  if (batch.count == 0) return FT_PF_EMPTY;
  batch.data = data + header;
  if (find_action(version->readings, action) &&
      !find_form(version->readings, action, size - header, false, &batch))
    return FT_PF_RUNT;
  visit(&batch, visitor, arg);
  return FT_PF_OK;
}

/* -- versions 5 and 6: subheaders (7.6) -- */

struct cursor {
  const struct pf_version *version;
  const struct pf_reading *reading;
  const uint8_t *data;
  size_t at, length;
};

enum step {
  STEP_BATCH,
  STEP_END,     /* nothing comes behind it */
  STEP_UNKNOWN, /* nobody knows how long the next messages are */
  STEP_CUT      /* something is longer than the packet */
};

/* Chooses the form for messages of the size that the subheader tells, if there is one. */
static void find_told_form(const struct pf_reading *reading, unsigned action, struct batch *batch) {
  for (size_t i = 0; i < reading->count; i++) {
    const struct pf_action *form = &reading->actions[i];
    size_t size = pf_layout_of(reading, form)->size;
    bool fits =
        is_full_state((enum ft_pf_kind)form->kind) ? batch->size == size : batch->size >= size;
    if (form->action != action || !fits) continue;
    choose_form(batch, reading, form);
    return;
  }
}

/* Finds how large the messages are and how they are read. False: nobody knows how large. */
static bool measure(const struct cursor *cursor, const uint8_t *subheader, struct batch *batch) {
  if (cursor->version->framing == PF_TOLD_SIZES) {
    batch->size = (size_t)subheader[1] * LENGTH_UNIT;
    find_told_form(cursor->reading, subheader[0], batch);
  } else {
    const struct pf_action *action = find_action(cursor->reading, subheader[0]);
    if (!action) return false;
    choose_form(batch, cursor->reading, action);
    batch->size = batch->layout->size;
  }
  return batch->size > 0;
}

/* The next subheader that has messages. */
static enum step next_batch(struct cursor *cursor, struct batch *batch) {
  for (;;) {
    size_t rest = cursor->length - cursor->at;
    bool told = cursor->version->framing == PF_TOLD_SIZES;
    if (told && rest == 0) return STEP_END;
    if (rest < SUBHEADER) return STEP_CUT;
    const uint8_t *subheader = cursor->data + cursor->at;
    cursor->at += SUBHEADER;
    rest -= SUBHEADER;
    if (!told && subheader[0] == ACTION_END)
      return rest == 0 || rest == CHECK_CODE ? STEP_END : STEP_CUT;
    *batch = (struct batch){.data = subheader + SUBHEADER, .count = pf_number(subheader + 2, 2)};
    if (batch->count == 0) continue;
    if (!measure(cursor, subheader, batch)) return STEP_UNKNOWN;
    if (batch->count * batch->size > rest) return STEP_CUT;
    cursor->at += batch->count * batch->size;
    return STEP_BATCH;
  }
}

static bool holds_believable_states(const struct batch *batch) {
  if (!is_full_state((enum ft_pf_kind)batch->action->kind)) return true;
  for (size_t i = 0; i < batch->count; i++)
    if (!pf_is_believable(batch->layout, batch->data + i * batch->size)) return false;
  return true;
}

/* Where reading in this way ends; *believable: whether all states on the way make sense. */
static enum step survey(struct cursor cursor, bool *believable) {
  struct batch batch;
  enum step step;
  *believable = true;
  while ((step = next_batch(&cursor, &batch)) == STEP_BATCH)
    *believable = *believable && holds_believable_states(&batch);
  return step;
}

/*
 * Nothing tells how large the states of a packet are: the size is right with
 * which its end is found. Messages of unknown size hide the end; then the states
 * before them have to make sense. NULL: no way leads through the packet.
 */
static const struct pf_reading *choose_reading(struct cursor cursor) {
  const struct pf_version *version = cursor.version;
  const struct pf_reading *second_best = NULL;
  if (version->reading_count == 1) return version->readings;
  for (size_t i = 0; i < version->reading_count; i++) {
    bool believable;
    cursor.reading = &version->readings[i];
    enum step step = survey(cursor, &believable);
    if (step == STEP_END) return cursor.reading;
    if (step == STEP_UNKNOWN && believable && !second_best) second_best = cursor.reading;
  }
  return second_best;
}

static enum ft_pf_verdict parse_subheaders(const struct pf_version *version, const uint8_t *data,
                                           size_t size, ft_pf_visitor *visitor, void *arg) {
  if (size < version->header) return FT_PF_RUNT_HEADER;
  struct cursor cursor = {version, NULL, data, version->header, pf_number(data + 2, 2)};
  if (cursor.length < version->header || cursor.length > size) return FT_PF_RUNT;
  cursor.reading = choose_reading(cursor);
  if (!cursor.reading) return FT_PF_RUNT;
  struct batch batch;
  enum step step;
  while ((step = next_batch(&cursor, &batch)) == STEP_BATCH)
    visit(&batch, visitor, arg);
  /* In version 5 such messages are part of normal traffic. */
  bool passes = step == STEP_END || (step == STEP_UNKNOWN && version->framing == PF_KNOWN_SIZES);
  return passes ? FT_PF_OK : FT_PF_RUNT;
}

enum ft_pf_verdict ft_pf_parse(const uint8_t *data, size_t size, ft_pf_visitor *visitor,
                               void *arg) {
  if (size < OLDEST_HEADER) return FT_PF_RUNT_HEADER;
  const struct pf_version *version = pf_version_find(data[0]);
  if (!version) return FT_PF_BAD_VERSION;
  if (version->framing == PF_ONE_ACTION) return parse_one_action(version, data, size, visitor, arg);
  return parse_subheaders(version, data, size, visitor, arg);
}
