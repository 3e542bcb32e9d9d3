#include "config.h"

#include <string.h>

#include "xlate/plan.h"

/* Records that are translated in one go. */
#define PIECE 2048

/* Networks of the classes A, B and C; other widths than four octets have no classes. */
static void to_class_network(struct ft_addr *addr) {
  if (addr->width != 4) return;
  unsigned first = addr->octets[0];
  ft_addr_mask(addr, first < 128 ? 8 : first < 192 ? 16 : 24);
}

static void mask_addr(struct ft_addr *addr, const struct ft_addr *mask) {
  for (size_t i = 0; i < addr->width && i < mask->width; i++)
    addr->octets[i] &= mask->octets[i];
}

/* The steps that change an address, for all records whose pass octet is 1. */
static void run_on_addresses(const struct ft_xlate_plan_step *step, size_t size, uint8_t *record,
                             size_t count, const uint8_t *pass) {
  for (size_t i = 0; i < count; i++, record += size) {
    if (!pass[i]) continue;
    struct ft_addr addr = ft_load_addr(record, step->column);
    if (step->kind == FT_STEP_NETWORK)
      ft_addr_mask_as_record(&addr, (unsigned)ft_load(record, step->bits));
    else if (step->kind == FT_STEP_CLASS)
      to_class_network(&addr);
    else if (step->kind == FT_STEP_ANONYMIZE)
      ft_cryptopan_apply(step->pan, &addr);
    else
      mask_addr(&addr, &step->mask);
    ft_store_addr(record, step->column, &addr);
  }
}

/* The same for numbers. */
static void run_on_numbers(const struct ft_xlate_plan_step *step, size_t size, uint8_t *record,
                           size_t count, const uint8_t *pass) {
  for (size_t i = 0; i < count; i++, record += size) {
    if (!pass[i]) continue;
    uint64_t value = ft_load(record, step->column);
    if (step->kind == FT_STEP_MASK)
      value &= step->number;
    else if (step->kind == FT_STEP_SCALE)
      value *= step->number;
    else if (value == 0)
      value = step->number;
    ft_store(record, step->column, value);
  }
}

/* left: which records the terms before have left to this one; updated for the next. */
static void run_term(const struct ft_xlate *xlate, const struct ft_xlate_plan_term *term,
                     uint8_t *records, size_t count, uint8_t *left) {
  uint8_t pass[PIECE];
  memcpy(pass, left, count);
  if (term->filter) ft_filter_run(term->filter, records, count, pass);
  for (size_t s = 0; s < term->count; s++) {
    const struct ft_xlate_plan_step *step = &term->steps[s];
    if (step->mask.width)
      run_on_addresses(step, xlate->record_size, records, count, pass);
    else
      run_on_numbers(step, xlate->record_size, records, count, pass);
  }
  if (!term->stop) return;
  for (size_t i = 0; i < count; i++)
    left[i] &= !pass[i];
}

/* A key file that cannot be read leaves the key as it is. */
static void refresh(struct ft_xlate_cipher *cipher, const struct ft_log *log, int64_t now) {
  uint8_t key[FT_KEY_SIZE];
  bool loaded = ft_key_load(cipher->key_file, log, key);
  int64_t late = now - cipher->refresh_at;
  cipher->refresh_at += (late / cipher->interval + 1) * cipher->interval;
  if (!loaded) return;
  if (!ft_cryptopan_set_key(cipher->pan, key)) {
    ft_log_line(log, "cryptopan key reload from %s: Out of memory", cipher->key_file);
    return;
  }
  ft_log_line(log, "cryptopan key reload from %s successful.  Next refresh at %lld.",
              cipher->key_file, (long long)cipher->refresh_at);
}

void ft_xlate_run(struct ft_xlate *xlate, void *records, size_t count, int64_t now) {
  uint8_t *next = records;
  for (size_t i = 0; i < xlate->cipher_count; i++)
    if (xlate->ciphers[i].interval && now > xlate->ciphers[i].refresh_at)
      refresh(&xlate->ciphers[i], xlate->log, now);
  while (count) {
    size_t part = count < PIECE ? count : PIECE;
    uint8_t left[PIECE];
    memset(left, 1, part);
    for (size_t t = 0; t < xlate->term_count; t++)
      run_term(xlate, &xlate->terms[t], next, part, left);
    next += part * xlate->record_size;
    count -= part;
  }
}
