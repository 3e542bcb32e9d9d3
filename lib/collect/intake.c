#include "collect/intake.h"

#include <stdlib.h>
#include <string.h>

#include "collect/limit.h"
#include "collect/recent.h"

/* Versions that translate into each other. */
#define TRANSLATIONS 8

enum line_kind {
  LINE_VERIFY,
  LINE_SOURCE,
  LINE_NO_V8,
  LINE_MULTI_V8,
  LINE_NEW,
  LINE_SEQUENCE,
  LINE_KINDS
};

static const struct ft_log_kind line_kinds[LINE_KINDS] = {
    {"ftpdu_verify()", "src_ip"},
    {"Unexpected PDU: not configured", "src_ip"},
    {"Unexpected PDU: no v8 translation", "src_ip"},
    {"Unexpected PDU: multi v8", "src_ip"},
    {"New exporter", "src_ip"},
    {"ftpdu_seq_check()", "src_ip"}};

struct known_translation {
  const struct ft_layout *from;
  struct ft_translation *translation;
};

struct ft_intake {
  struct ft_addr only_from;
  const struct ft_log *log;
  const struct ft_layout *layout;
  bool explain;
  bool said_unsupported, said_full;
  struct ft_intake_counts counts;
  struct ft_log_limits *limits;
  struct known_translation translations[TRANSLATIONS];
  struct ft_recent *exporters;
  struct ft_exporter *newest;
  size_t engines;            /* of all exporters */
  struct ft_exporter nobody; /* without memory for a single exporter */
};

struct exporter_key {
  struct ft_addr source, destination;
  uint16_t version;
};

static void forget_exporter(void *arg, void *thing) {
  struct ft_intake *intake = arg;
  struct ft_exporter *exporter = thing;
  *(exporter->newer != NULL ? &exporter->newer->older : &intake->newest) = exporter->older;
  if (exporter->older != NULL) exporter->older->newer = exporter->newer;
  if (exporter->sequence == NULL) return;
  intake->engines -= ft_sequence_engines(exporter->sequence);
  ft_sequence_free(exporter->sequence);
}

struct ft_intake *ft_intake_new(const struct ft_addr *only_from, const struct ft_log *log) {
  struct ft_intake *intake = calloc(1, sizeof *intake);
  if (intake == NULL) return NULL;
  intake->only_from = *only_from;
  intake->log = log;
  intake->limits = ft_log_limits_new(line_kinds, LINE_KINDS, log);
  intake->exporters = ft_recent_new(FT_EXPORTERS_MAX, sizeof(struct exporter_key),
                                    sizeof(struct ft_exporter), forget_exporter, intake);
  if (intake->limits != NULL && intake->exporters != NULL) return intake;
  ft_intake_free(intake);
  return NULL;
}

void ft_intake_free(struct ft_intake *intake) {
  if (intake == NULL) return;
  ft_recent_free(intake->exporters);
  ft_log_limits_free(intake->limits);
  for (int i = 0; i < TRANSLATIONS; i++)
    ft_translation_free(intake->translations[i].translation);
  free(intake);
}

void ft_intake_explain(struct ft_intake *intake, bool on) {
  intake->explain = on;
}

const struct ft_layout *ft_intake_layout(const struct ft_intake *intake) {
  return intake->layout;
}

void ft_intake_set_layout(struct ft_intake *intake, const struct ft_layout *layout) {
  intake->layout = layout;
}

struct ft_intake_counts *ft_intake_counts(struct ft_intake *intake) {
  return &intake->counts;
}

/* Counts the datagram as corrupt; true if a line about it may be shown. */
static bool refuse(struct ft_intake *intake, enum line_kind kind,
                   const struct ft_received *received, int64_t now) {
  intake->counts.corrupt++;
  return ft_log_limits_pass(intake->limits, kind, &received->source, now);
}

/* Versions 9 and 10 (IPFIX) are common enough to be named, once. */
static void name_unsupported(struct ft_intake *intake, const struct ft_received *received) {
  if (intake->said_unsupported || received->size < 2) return;
  unsigned version = (unsigned)received->data[0] << 8 | received->data[1];
  if (version != 9 && version != 10) return;
  intake->said_unsupported = true;
  ft_log_line(intake->log, "ftpdu version not set: version %u is not supported.", version);
}

static void refuse_malformed(struct ft_intake *intake, const struct ft_received *received,
                             int64_t now) {
  name_unsupported(intake, received);
  if (!refuse(intake, LINE_VERIFY, received, now)) return;
  if (intake->explain) {
    struct ft_datagram datagram;
    struct ft_error reason = FT_ERROR_INIT;
    ft_datagram_check(received->data, received->size, &datagram, &reason);
    ft_log_error(intake->log, &reason);
  }
  char source[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&received->source, source);
  ft_log_line(intake->log, "ftpdu_verify(): src_ip=%s failed.", source);
}

/* Step 3: the first datagram fixes the output, version 8 mixes with nothing else. */
static bool fits_output(struct ft_intake *intake, const struct ft_layout *in,
                        const struct ft_received *received, int64_t now) {
  const struct ft_layout *out = intake->layout;
  char source[FT_ADDR_TEXT_SIZE];
  if (out == NULL) {
    intake->layout = in;
    return true;
  }
  if (out == in) return true;
  if ((out->version == 8) != (in->version == 8)) {
    if (refuse(intake, LINE_NO_V8, received, now)) {
      ft_addr_format(&received->source, source);
      ft_log_line(intake->log, "Unexpected PDU: src_ip=%s no v8 translation", source);
    }
    return false;
  }
  if (out->version == 8) {
    if (refuse(intake, LINE_MULTI_V8, received, now)) {
      ft_addr_format(&received->source, source);
      ft_log_line(intake->log, "Unexpected PDU: src_ip=%s multi v8 oagg=%d agg=%d over=%d ver=%d",
                  source, out->agg_method, in->agg_method, out->agg_version, in->agg_version);
    }
    return false;
  }
  return true;
}

/* Once: whoever forges sources must not fill the log with what that does. */
static void log_full(struct ft_intake *intake) {
  if (intake->said_full) return;
  intake->said_full = true;
  ft_log_line(intake->log,
              "More than %d exporters or %d engines: those that were not heard of "
              "longest are forgotten.",
              FT_EXPORTERS_MAX, FT_ENGINES_MAX);
}

static struct ft_exporter *find_exporter(struct ft_intake *intake,
                                         const struct ft_received *received, unsigned version) {
  struct exporter_key key;
  size_t before = ft_recent_count(intake->exporters);
  bool fresh;
  memset(&key, 0, sizeof key); /* the gaps too: the key is compared as octets */
  key.source = received->source;
  key.destination = received->destination;
  key.version = (uint16_t)version;
  struct ft_exporter *exporter = ft_recent_find(intake->exporters, &key, &fresh);
  if (exporter == NULL) return &intake->nobody;
  if (!fresh) return exporter;
  if (before == FT_EXPORTERS_MAX) log_full(intake);
  exporter->source = key.source;
  exporter->destination = key.destination;
  exporter->version = key.version;
  exporter->sequence = ft_sequence_new();
  exporter->older = intake->newest;
  if (exporter->older != NULL) exporter->older->newer = exporter;
  intake->newest = exporter;
  return exporter;
}

static void log_new_exporter(struct ft_intake *intake, const struct ft_exporter *exporter,
                             int64_t now) {
  if (!ft_log_limits_pass(intake->limits, LINE_NEW, &exporter->source, now)) return;
  char source[FT_ADDR_TEXT_SIZE], destination[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&exporter->source, source);
  ft_addr_format(&exporter->destination, destination);
  ft_log_line(intake->log, "New exporter: time=%lu src_ip=%s dst_ip=%s d_version=%d",
              (unsigned long)now, source, destination, exporter->version);
}

/* The exporter at hand is the one that was heard of last: it stays. */
static void bound_engines(struct ft_intake *intake) {
  while (intake->engines > FT_ENGINES_MAX && ft_recent_count(intake->exporters) > 1) {
    log_full(intake);
    ft_recent_drop_oldest(intake->exporters);
  }
}

/* Step 5: counts what is missing, for the file and for the exporter. */
static void follow_sequence(struct ft_intake *intake, struct ft_exporter *exporter,
                            const struct ft_datagram *datagram, int64_t now) {
  size_t engines = ft_sequence_engines(exporter->sequence);
  struct ft_sequence_check check = ft_sequence_follow(exporter->sequence, datagram);
  intake->engines += ft_sequence_engines(exporter->sequence) - engines;
  bound_engines(intake);
  if (check.verdict == FT_SEQUENCE_OK) return;
  if (check.verdict == FT_SEQUENCE_LOST) {
    intake->counts.lost += check.lost;
    exporter->lost += check.lost;
  } else {
    intake->counts.resets++;
    exporter->resets++;
  }
  if (!ft_log_limits_pass(intake->limits, LINE_SEQUENCE, &exporter->source, now)) return;
  char source[FT_ADDR_TEXT_SIZE], destination[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&exporter->source, source);
  ft_addr_format(&exporter->destination, destination);
  ft_log_line(intake->log,
              "ftpdu_seq_check(): src_ip=%s dst_ip=%s d_version=%d expecting=%lu received=%lu "
              "lost=%lu",
              source, destination, exporter->version, (unsigned long)check.expected,
              (unsigned long)check.received, (unsigned long)check.lost);
}

static bool wrong_source(const struct ft_intake *intake, const struct ft_addr *source) {
  return !ft_addr_is_zero(&intake->only_from) && !ft_addr_equal(&intake->only_from, source);
}

static void refuse_source(struct ft_intake *intake, const struct ft_received *received,
                          int64_t now) {
  if (!refuse(intake, LINE_SOURCE, received, now)) return;
  char source[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&received->source, source);
  ft_log_line(intake->log, "Unexpected PDU: src_ip=%s not configured", source);
}

struct ft_exporter *ft_intake_datagram(struct ft_intake *intake, const struct ft_received *received,
                                       int64_t now, struct ft_datagram *datagram) {
  if (ft_datagram_check(received->data, received->size, datagram, NULL) != 0) {
    refuse_malformed(intake, received, now);
    return NULL;
  }
  if (wrong_source(intake, &received->source)) {
    refuse_source(intake, received, now);
    return NULL;
  }
  if (!fits_output(intake, datagram->layout, received, now)) return NULL;
  struct ft_exporter *exporter = find_exporter(intake, received, datagram->layout->version);
  if (exporter->packets == 0 && exporter != &intake->nobody)
    log_new_exporter(intake, exporter, now);
  if (exporter->sequence != NULL) follow_sequence(intake, exporter, datagram, now);
  exporter->packets++;
  exporter->flows += datagram->count;
  return exporter;
}

int ft_intake_translation(struct ft_intake *intake, const struct ft_layout *from,
                          const struct ft_translation **translation, struct ft_error *err) {
  *translation = NULL;
  if (from == intake->layout) return 0;
  for (int i = 0; i < TRANSLATIONS; i++) {
    struct known_translation *known = &intake->translations[i];
    if (known->from == NULL) {
      known->translation = ft_translation_new(from, intake->layout, err);
      if (known->translation == NULL) return -1;
      known->from = from;
    }
    if (known->from != from) continue;
    *translation = known->translation;
    return 0;
  }
  ft_error_add(err, "ftrec_xlate_func(): failed");
  return -1;
}

void ft_intake_report_hidden(struct ft_intake *intake, int64_t now, bool at_once) {
  ft_log_limits_report(intake->limits, now, at_once);
}

void ft_intake_stat(const struct ft_intake *intake, int64_t now, int64_t startup,
                    ft_intake_stat_rest *rest, void *arg) {
  for (const struct ft_exporter *e = intake->newest; e != NULL; e = e->older) {
    char source[FT_ADDR_TEXT_SIZE], destination[FT_ADDR_TEXT_SIZE], tail[64] = "";
    ft_addr_format(&e->source, source);
    ft_addr_format(&e->destination, destination);
    if (rest != NULL) rest(arg, e, tail, sizeof tail);
    ft_log_line(intake->log,
                "STAT: now=%lu startup=%lu src_ip=%s dst_ip=%s d_ver=%d pkts=%lu flows=%lu "
                "lost=%lu reset=%lu%s",
                (unsigned long)now, (unsigned long)startup, source, destination, e->version,
                (unsigned long)e->packets, (unsigned long)e->flows, (unsigned long)e->lost,
                (unsigned long)e->resets, tail);
  }
}
