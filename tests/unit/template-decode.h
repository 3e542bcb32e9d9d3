/*
 * Reads datagrams of NetFlow version 9 and IPFIX for tests, by the templates in them,
 * with offsets written out once more. Asserts what RFC 3954 and RFC 7011 demand.
 */
#ifndef TEMPLATE_DECODE_H
#define TEMPLATE_DECODE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MOST_SETS = 8, MOST_ELEMENTS = 32 };

struct decoded_template {
  unsigned count, numbers[MOST_ELEMENTS], widths[MOST_ELEMENTS];
  size_t size;
};

/* What is known of a sender, and its last datagram. */
struct decoder {
  struct decoded_template templates[MOST_SETS]; /* from id 256 */
  unsigned version;
  uint32_t sequence, expected; /* of the last datagram, and what it had to be */
  uint32_t uptime, secs, domain;
  bool has_templates;
  unsigned records;
  /* Called for each data record, if there is one. */
  void (*record)(void *arg, const struct decoder *decoder, unsigned id, const uint8_t *data);
  void *arg;
};

static inline uint64_t number_at(const uint8_t *data, size_t width) {
  uint64_t number = 0;
  while (width-- > 0)
    number = number << 8 | *data++;
  return number;
}

/* The value of an element in a record of template id, NULL if the template lacks it. */
static inline const uint8_t *element_at(const struct decoder *decoder, unsigned id,
                                        unsigned element, const uint8_t *data, size_t *width) {
  const struct decoded_template *t = &decoder->templates[id - 256];
  for (unsigned i = 0; i < t->count; i++) {
    *width = t->widths[i];
    if (t->numbers[i] == element) return data;
    data += t->widths[i];
  }
  return NULL;
}

static inline uint64_t element(const struct decoder *decoder, unsigned id, unsigned number,
                               const uint8_t *data) {
  size_t width = 0;
  const uint8_t *value = element_at(decoder, id, number, data, &width);
  assert_non_null(value);
  return number_at(value, width);
}

static inline unsigned decode_templates(struct decoder *decoder, const uint8_t *data, size_t size) {
  unsigned seen = 0;
  decoder->has_templates = true;
  while (size > 0) {
    unsigned id = (unsigned)number_at(data, 2), count = (unsigned)number_at(data + 2, 2);
    assert_true(id >= 256 && id < 256 + MOST_SETS && count > 0 && count <= MOST_ELEMENTS);
    assert_true(size >= 4 + 4 * (size_t)count);
    struct decoded_template *t = &decoder->templates[id - 256];
    *t = (struct decoded_template){.count = count};
    for (unsigned i = 0; i < count; i++) {
      t->numbers[i] = (unsigned)number_at(data + 4 + 4 * i, 2);
      t->widths[i] = (unsigned)number_at(data + 6 + 4 * i, 2);
      t->size += t->widths[i];
    }
    data += 4 + 4 * count;
    size -= 4 + 4 * count;
    seen++;
  }
  return seen;
}

static inline void decode_data(struct decoder *decoder, unsigned id, const uint8_t *data,
                               size_t size) {
  assert_true(id >= 256 && id < 256 + MOST_SETS);
  size_t record = decoder->templates[id - 256].size;
  assert_true(record > 0); /* known before it is needed */
  assert_true(size >= record);
  for (; size >= record; data += record, size -= record) {
    if (decoder->record) decoder->record(decoder->arg, decoder, id, data);
    decoder->records++;
  }
  assert_true(size < 4);
  assert_int_equal(number_at(data, size), 0); /* padding */
}

static inline void decode_datagram(struct decoder *decoder, const uint8_t *data, size_t size) {
  unsigned templates = 0;
  size_t header = decoder->version == 9 ? 20 : 16;
  assert_true(size >= header);
  assert_int_equal(number_at(data, 2), decoder->version);
  decoder->secs = (uint32_t)number_at(data + header - 12, 4);
  decoder->sequence = (uint32_t)number_at(data + header - 8, 4);
  decoder->domain = (uint32_t)number_at(data + header - 4, 4);
  decoder->uptime = decoder->version == 9 ? (uint32_t)number_at(data + 4, 4) : 0;
  assert_int_equal(decoder->sequence, decoder->expected);
  decoder->records = 0;
  decoder->has_templates = false;
  for (size_t at = header; at < size;) {
    assert_true(at % 4 == 0 && size - at > 4);
    unsigned id = (unsigned)number_at(data + at, 2);
    size_t length = number_at(data + at + 2, 2);
    assert_true(length > 4 && length % 4 == 0 && length <= size - at);
    if (id < 256) {
      assert_int_equal(id, decoder->version == 9 ? 0 : 2);
      templates += decode_templates(decoder, data + at + 4, length - 4);
    } else {
      decode_data(decoder, id, data + at + 4, length - 4);
    }
    at += length;
  }
  assert_true(decoder->records > 0);
  assert_int_equal(number_at(data + 2, 2),
                   decoder->version == 9 ? templates + decoder->records : size);
  decoder->expected += decoder->version == 9 ? 1 : decoder->records;
}

#endif
