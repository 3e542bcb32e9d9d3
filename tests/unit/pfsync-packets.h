/* Builds pfsync packets for tests, with offsets written out once more. */
#ifndef PFSYNC_PACKETS_H
#define PFSYNC_PACKETS_H

#include <stdint.h>
#include <string.h>

#include "ft/pfsync.h"

#define SECOND INT64_C(1000000)

struct packet {
  uint8_t data[12000];
  size_t size;
  size_t subheader;
};

/* What a state is in a test: 10.0.0.ID:1000+ID behind 198.51.100.1:50000+ID to 192.0.2.9:80. */
struct sample {
  uint64_t id;
  uint32_t creator;
  const char *interface;
  uint8_t direction, protocol, family;
  uint32_t age, expire;
  uint64_t packets[2], octets[2];
};

static inline struct sample sample_new(uint64_t id) {
  return (struct sample){id, 7, "em0", FT_PF_OUT, 6, 2, 10, 30, {id + 1, id}, {id * 100, id * 200}};
}

static inline void put(uint8_t *to, uint64_t number, unsigned width) {
  for (unsigned i = width; i-- > 0; number >>= 8)
    to[i] = (uint8_t)number;
}

/* -- versions 2 to 4 -- */

static inline void begin_old(struct packet *packet, uint8_t version, uint8_t action,
                             size_t header) {
  memset(packet, 0, sizeof *packet);
  packet->data[0] = version;
  packet->data[2] = action;
  packet->size = header;
}

static inline uint8_t *add_raw(struct packet *packet, size_t size) {
  uint8_t *message = packet->data + packet->size;
  packet->size += size;
  packet->data[3]++;
  return message;
}

static inline void add_old(struct packet *packet, const struct sample *s) {
  unsigned width = packet->data[0] == 2 ? 4 : 8, behind = 196 + 4 * width;
  uint8_t *m = add_raw(packet, behind + 12);
  put(m, s->id, 8);
  memcpy(m + 8, s->interface, strlen(s->interface));
  put(m + 24, 0x0a000000 + s->id, 4);
  put(m + 40, 1000 + s->id, 2);
  put(m + 48, 0xc6336401, 4);
  put(m + 64, 50000 + s->id, 2);
  put(m + 72, 0xc0000209, 4);
  put(m + 88, 80, 2);
  put(m + 188, s->age, 4);
  put(m + 192, s->expire, 4);
  for (unsigned i = 0; i < 2; i++) {
    put(m + 196 + width * i, s->packets[i], width);
    put(m + 196 + width * (2 + i), s->octets[i], width);
  }
  put(m + behind, s->creator, 4);
  m[behind + 4] = s->family;
  m[behind + 5] = s->protocol;
  m[behind + 6] = s->direction;
}

/* -- states with keys: version 4 and later -- */

struct keyed_form {
  const char *name;
  uint8_t version, insert, update, remove; /* actions */
  size_t size, key;                        /* octets */
  size_t family, protocol, direction;      /* offsets */
};
static const struct keyed_form form_v4 = {"4", 4, 1, 2, 3, 240, 36, 232, 233, 234};
static const struct keyed_form form_240 = {"5, 240", 5, 1, 3, 6, 240, 36, 232, 233, 234};
static const struct keyed_form form_1301 = {"5, 1301", 5, 1, 3, 6, 242, 36, 232, 233, 234};
static const struct keyed_form form_1400 = {"5, 1400", 5, 13, 14, 0, 277, 36, 232, 233, 234};
static const struct keyed_form form_1500 = {"5, 1500", 5, 15, 16, 0, 360, 36, 344, 347, 351};
static const struct keyed_form form_v6 = {"6", 6, 13, 14, 6, 264, 40, 250, 251, 252};
static const struct keyed_form form_v6_240 = {"6, 240", 6, 1, 3, 6, 240, 36, 232, 233, 234};

static inline void put_key(uint8_t *to, uint32_t near, uint16_t port) {
  put(to, 0xc0000209, 4);
  put(to + 16, near, 4);
  put(to + 32, 80, 2);
  put(to + 34, port, 2);
}

static inline void put_keyed(uint8_t *m, const struct keyed_form *form, const struct sample *s) {
  uint8_t *behind = m + 24 + 2 * form->key;
  put(m, s->id, 8);
  memcpy(m + 8, s->interface, strlen(s->interface));
  put_key(m + 24, 0xc6336401, (uint16_t)(50000 + s->id));
  put_key(m + 24 + form->key, (uint32_t)(0x0a000000 + s->id), (uint16_t)(1000 + s->id));
  put(behind + 92, s->age, 4);
  put(behind + 96, s->expire, 4);
  for (unsigned i = 0; i < 2; i++) {
    put(behind + 100 + 8 * i, s->packets[i], 8);
    put(behind + 116 + 8 * i, s->octets[i], 8);
  }
  put(behind + 132, s->creator, 4);
  m[form->family] = s->family;
  m[form->protocol] = s->protocol;
  m[form->direction] = s->direction;
}

/* -- versions 5 and 6 -- */

static inline void begin_new(struct packet *packet, uint8_t version) {
  memset(packet, 0, sizeof *packet);
  packet->data[0] = version;
  packet->size = 20;
  put(packet->data + 2, 20, 2);
}

/* A subheader and room for one message of it. */
static inline uint8_t *add_new(struct packet *packet, uint8_t action, size_t size) {
  uint8_t *header = packet->data + packet->size;
  put(header, action, 1);
  put(header + 1, packet->data[0] == 6 ? size / 4 : 0, 1);
  put(header + 2, 1, 2);
  packet->size += 4 + size;
  put(packet->data + 2, packet->size, 2);
  return header + 4;
}

static inline void add_keyed(struct packet *packet, const struct keyed_form *form, uint8_t action,
                             const struct sample *s) {
  uint8_t *m =
      form->version == 4 ? add_raw(packet, form->size) : add_new(packet, action, form->size);
  put_keyed(m, form, s);
}

/* Version 5 ends with this; behind it there is a check code, or nothing. */
static inline void end_v5(struct packet *packet, size_t check_code) {
  memset(add_new(packet, 12, check_code), 0x5a, check_code);
}

/* -- version 6 -- */

static inline void begin_v6(struct packet *packet) {
  begin_new(packet, 6);
}

static inline uint8_t *add_v6(struct packet *packet, uint8_t action, size_t size) {
  return add_new(packet, action, size);
}

static inline void add_v6_state(struct packet *packet, uint8_t action, const struct sample *s) {
  add_keyed(packet, &form_v6, action, s);
}

static inline void add_refresh(struct packet *packet, const struct sample *s) {
  uint8_t *m = add_new(packet, 4, 84);
  put(m, s->id, 8);
  put(m + 72, s->creator, 4);
  put(m + 76, s->expire, 4);
}

static inline void add_delete(struct packet *packet, uint64_t id, uint32_t creator) {
  uint8_t *m = add_new(packet, 7, 12);
  put(m, id, 8);
  put(m + 8, creator, 4);
}

static inline void add_clear(struct packet *packet, const char *interface, uint32_t creator) {
  uint8_t *m = add_new(packet, 0, 20);
  memcpy(m, interface, strlen(interface));
  put(m + 16, creator, 4);
}

#endif
