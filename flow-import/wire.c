/* Format 4: export datagrams back to back (spec tools.md 6.4, netflow.md). */
#include <stdlib.h>

#include "base/octets.h"
#include "ft/netflow.h"
#include "import.h"
#include "prog.h"

/* Octets that are read first. They tell the length of any datagram. */
#define HEAD_SIZE 24

#define LAYOUTS_MAX 32

struct state {
  struct import_job *job;
  struct ft_sequence *sequence;
  struct ft_addr exporter; /* unknown: 0.0.0.0 */
  /* By the number of the datagram's layout, made when first needed. */
  struct ft_translation *translations[LAYOUTS_MAX];
  uint8_t decoded[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
  uint8_t translated[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
};

/* What the first octets of a datagram claim. */
struct claim {
  unsigned version, count, method, agg_version;
  const struct ft_layout *layout;
};

/* 0, or the exit status after a message. */
static int read_claim(const uint8_t *head, struct claim *claim) {
  *claim = (struct claim){.version = ft_get16(head), .count = ft_get16(head + 2)};
  if (claim->version == 8) {
    claim->method = head[22];
    claim->agg_version = head[23];
  }
  claim->layout = ft_layout_find(claim->version, claim->method);
  if (claim->layout && claim->layout->wire_size > 0) return 0;
  if (claim->version == 8)
    prog_message("Unrecognized PDU version: 8 aggregation %u.", claim->method);
  else
    prog_message("Unrecognized PDU version: %u.", claim->version);
  return 1;
}

/*
 * Waits for a whole datagram. Its size, 0 at the end of the input; in the end
 * and after a message *status is the exit status.
 */
static size_t next_datagram(struct input *in, struct claim *claim, int *status) {
  size_t have = input_need(in, HEAD_SIZE);
  uint8_t head[HEAD_SIZE] = {0};
  memcpy(head, in->data + in->at, have < HEAD_SIZE ? have : HEAD_SIZE);
  *status = 0;
  if (have == 0) return 0;
  /* The header of version 1 is shorter than what is read first. */
  bool empty_v1 = have >= 16 && ft_get16(head) == 1 && ft_get16(head + 2) == 0;
  if (have < HEAD_SIZE && !empty_v1) {
    prog_message("%zu octets at the end are no datagram", have);
    *status = IMPORT_REFUSED;
    return 0;
  }
  *status = read_claim(head, claim);
  if (*status) return 0;
  const struct ft_layout *layout = claim->layout;
  if (claim->count > layout->wire_max) {
    prog_message("ftpdu_verify(): failed.");
    *status = IMPORT_REFUSED;
    return 0;
  }
  size_t size = layout->wire_header + (size_t)claim->count * layout->wire_size;
  if (input_need(in, size) >= size) return size;
  prog_message("fread(): failed - expecting to read %zu bytes.", size - HEAD_SIZE);
  *status = 1;
  return 0;
}

/* Version 8 goes into a stream of the same method only, the others into each other. */
static int check_version(const struct ft_layout *to, const struct claim *from) {
  if (from->layout == to || (from->version != 8 && to->version != 8)) return 0;
  prog_message("Unexpected PDU: oagg=%u agg=%u over=%u ver=%u", to->agg_method, from->method,
               to->agg_version, from->agg_version);
  return 1;
}

static struct ft_translation *translation(struct state *s, const struct ft_layout *from) {
  struct ft_error err = FT_ERROR_INIT;
  size_t number = 0;
  while (number + 1 < LAYOUTS_MAX && ft_layout_at(number) != from)
    number++;
  struct ft_translation **t = &s->translations[number];
  if (!*t) *t = ft_translation_new(from, s->job->layout, &err);
  if (!*t) prog_fail(&err, NULL);
  return *t;
}

static void follow_sequence(struct state *s, const struct ft_datagram *datagram) {
  struct ft_sequence_check check = ft_sequence_follow(s->sequence, datagram);
  if (check.verdict != FT_SEQUENCE_OK)
    prog_message("ftpdu_seq_check(): expecting=%u received=%u lost=%u", check.expected,
                 check.received, check.lost);
}

static int take_datagram(struct state *s, const uint8_t *data, size_t size) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_datagram datagram;
  if (ft_datagram_check(data, size, &datagram, &err) < 0) {
    prog_errors(&err);
    prog_message("ftpdu_verify(): failed.");
    return IMPORT_REFUSED;
  }
  follow_sequence(s, &datagram);
  ft_datagram_decode(&datagram, &s->exporter, s->decoded);
  const uint8_t *records = s->decoded;
  if (datagram.layout != s->job->layout) {
    ft_translate(translation(s, datagram.layout), s->decoded, s->translated, datagram.count);
    records = s->translated;
  }
  import_put(s->job, records, datagram.count);
  return 0;
}

static int take_all(struct state *s) {
  struct input *in = s->job->input;
  struct claim claim;
  int status;
  for (size_t size; (size = next_datagram(in, &claim, &status)) > 0;) {
    status = check_version(s->job->layout, &claim);
    if (status == 0) status = take_datagram(s, (const uint8_t *)in->data + in->at, size);
    if (status) break;
    input_take(in, size);
  }
  return status;
}

static int run(struct import_job *job) {
  struct state *s = calloc(1, sizeof(*s));
  if (s) s->sequence = ft_sequence_new();
  if (!s || !s->sequence) prog_out_of_memory();
  s->job = job;
  s->exporter = ft_addr_from_u32(0);
  int status = take_all(s);
  for (size_t i = 0; i < LAYOUTS_MAX; i++)
    ft_translation_free(s->translations[i]);
  ft_sequence_free(s->sequence);
  free(s);
  return status;
}

const struct import_format import_wire = {"wire", run};
