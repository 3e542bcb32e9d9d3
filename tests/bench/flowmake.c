/*
 * flowmake: a day of traffic as one router would report it, for benchmarks.
 *
 *   flowmake [-n flows] [-s seed] [-o stream|csv|datagrams] > FILE
 *
 * stream     an uncompressed stream of export version 5, little-endian
 * csv        what flow-import -f2 reads
 * datagrams  NetFlow version 5 datagrams back to back, as flow-export -f4 writes them
 *
 * All three hold the same flows, and the same arguments give the same octets on every
 * machine: no floating point, no clock.
 *
 * The traffic: hosts are chosen with a probability of one by their rank, so that a few make
 * most of it and hundreds of thousands appear once or twice; services by weight, with sizes that
 * suit them; a flow has n packets or more with probability 1/n, up to a million; the rate follows
 * the hour. A datagram of 30 flows has one export time, and a flow ended shortly before it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ft/netflow.h"
#include "ft/stream.h"
#include "output_options.h"
#include "prog.h"
#include "text.h"

#define MOST_FLOWS   1000000000
#define BATCH        30         /* flows of a datagram */
#define MIDNIGHT     1132012800 /* 2005-11-15 00:00 UTC */
#define UPTIME       7200000    /* of the router at midnight, milliseconds */
#define ACTIVE_LIMIT 1800000    /* a router ends a flow after 30 minutes */

/* The share that each hour has of the day's flows. */
#define HOUR_WEIGHTS 100
static const uint8_t hour_weight[24] = {2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6,
                                        5, 6, 7, 7, 6, 5, 5, 5, 5, 4, 3, 3};

/*
 * Packets of a request are small, those of an answer between small and large. TCP and UDP with
 * port 0 stand for any port.
 */
#define SERVICE_WEIGHTS 100
struct service {
  uint8_t weight, protocol;
  uint16_t port, small, large;
};
static const struct service services[] = {
    {30, 6, 443, 60, 1480}, {22, 6, 80, 60, 1480},   {18, 17, 53, 60, 300}, {4, 6, 25, 60, 1200},
    {3, 6, 22, 52, 400},    {3, 17, 123, 76, 76},    {2, 6, 993, 60, 1200}, {2, 6, 143, 60, 1000},
    {1, 6, 110, 60, 1000},  {1, 6, 21, 52, 200},     {1, 6, 20, 52, 1480},  {1, 17, 161, 80, 400},
    {1, 6, 3306, 60, 900},  {1, 17, 5060, 200, 900}, {3, 6, 0, 52, 1480},   {2, 17, 0, 46, 1300},
    {3, 1, 0x800, 84, 84},  {1, 1, 0x303, 56, 120},  {1, 50, 0, 100, 1400},
};

struct maker {
  uint64_t random;                /* state of splitmix64 */
  uint64_t count, done;           /* flows */
  uint64_t value[FT_FIELD_COUNT]; /* of the record that is made */
};

static uint64_t scramble(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

static uint64_t random_bits(struct maker *m) {
  return scramble(m->random += 0x9e3779b97f4a7c15);
}

static uint32_t random_below(struct maker *m, uint32_t limit) {
  return (uint32_t)((random_bits(m) >> 32) * limit >> 32);
}

/* A rank below 2^bits - 1, each with a probability of about one by itself. */
static uint32_t random_rank(struct maker *m, unsigned bits) {
  unsigned length = random_below(m, bits);
  return (UINT32_C(1) << length) + random_below(m, UINT32_C(1) << length) - 1;
}

static const struct service *random_service(struct maker *m) {
  uint32_t at = random_below(m, SERVICE_WEIGHTS);
  const struct service *service = services;
  while (at >= service->weight)
    at -= service++->weight;
  return service;
}

/* Milliseconds since midnight of the export of flow number index. */
static uint32_t export_time(uint64_t index, uint64_t count) {
  const uint64_t hour_ms = 3600000;
  uint64_t part = index * HOUR_WEIGHTS; /* of count * HOUR_WEIGHTS */
  unsigned hour = 0;
  while (part >= hour_weight[hour] * count)
    part -= hour_weight[hour++] * count;
  return (uint32_t)(hour * hour_ms + part * hour_ms / (hour_weight[hour] * count));
}

/* Sets the fields of one side. */
static void set_side(struct maker *m, bool source, uint64_t addr, uint64_t port, uint64_t mask,
                     uint64_t as, uint64_t interface) {
  m->value[source ? FT_F_SRCADDR : FT_F_DSTADDR] = addr;
  m->value[source ? FT_F_SRCPORT : FT_F_DSTPORT] = port;
  m->value[source ? FT_F_SRC_MASK : FT_F_DST_MASK] = mask;
  m->value[source ? FT_F_SRC_AS : FT_F_DST_AS] = as;
  m->value[source ? FT_F_INPUT : FT_F_OUTPUT] = interface;
}

static void choose_sides(struct maker *m, const struct service *service, bool outward) {
  bool has_ports = service->protocol == 6 || service->protocol == 17;
  uint32_t any_port = random_below(m, 65536);
  uint32_t service_port = has_ports && service->port == 0 ? any_port : service->port;
  uint32_t own_port = has_ports ? 1024 + random_below(m, 64512) : 0;

  uint32_t inner = random_below(m, 4) > 0 ? 0xc0a80001 + random_rank(m, 8) % 254
                                          : 0x0a000001 + random_rank(m, 16);
  uint64_t place = scramble(random_rank(m, 19) + 1);
  uint32_t outer = 0x0b000000 + (uint32_t)place % 0xb0000000;
  /* Requests go outward to the service, and the answers come from it. */
  bool ends_carry_type = service->protocol == 1; /* ICMP: the type is the destination's port */
  set_side(m, outward, inner, ends_carry_type ? 0 : own_port, 24, 65001, 1 + (place >> 60) % 4);
  set_side(m, !outward, outer, service_port, 8 + (place >> 40) % 17, 1 + (place >> 44) % 64000, 5);
  if (ends_carry_type && !outward) {
    m->value[FT_F_SRCPORT] = 0;
    m->value[FT_F_DSTPORT] = service_port;
  }
  m->value[FT_F_NEXTHOP] = outward ? 0x0a0000fd : 0;
}

static void choose_size(struct maker *m, const struct service *service, bool outward) {
  uint32_t packets = (UINT32_C(1) << 20) / (1 + random_below(m, UINT32_C(1) << 20));
  uint32_t octets = service->small;
  if (packets > 1 && !outward) octets += random_below(m, service->large - service->small + 1u);
  uint64_t gap = 1 + random_rank(m, 10);
  uint64_t length = packets > 1 ? (packets - 1) * gap : 0;
  m->value[FT_F_DPKTS] = packets;
  m->value[FT_F_DOCTETS] = (uint64_t)packets * octets;
  m->value[FT_F_LAST] = m->value[FT_F_SYSUPTIME] - random_below(m, 15000);
  m->value[FT_F_FIRST] = m->value[FT_F_LAST] - (length < ACTIVE_LIMIT ? length : ACTIVE_LIMIT);
  m->value[FT_F_TCP_FLAGS] = service->protocol != 6 ? 0
                             : packets == 1         ? 2
                             : packets < 4          ? 0x14
                                                    : 0x1b;
}

static void make_values(struct maker *m) {
  if (m->done % BATCH == 0) {
    uint32_t now = export_time(m->done, m->count);
    m->value[FT_F_UNIX_SECS] = MIDNIGHT + now / 1000;
    m->value[FT_F_UNIX_NSECS] = now % 1000 * 1000000;
    m->value[FT_F_SYSUPTIME] = UPTIME + now;
  }
  const struct service *service = random_service(m);
  bool outward = random_below(m, 2);
  uint32_t tos = random_below(m, 20);
  m->value[FT_F_EXADDR] = 0x0a0000fe;
  m->value[FT_F_PROT] = service->protocol;
  m->value[FT_F_TOS] = tos < 2 ? 0xb8 : tos < 3 ? 0x28 : 0;
  choose_sides(m, service, outward);
  choose_size(m, service, outward);
  m->done++;
}

static void store_values(const struct maker *m, const struct ft_layout *layout, uint8_t *record) {
  for (unsigned s = 0; s < layout->slot_count; s++) {
    enum ft_field_id field = layout->slots[s].field;
    struct ft_column column = ft_column(layout, field);
    struct ft_addr addr = ft_addr_from_u32((uint32_t)m->value[field]);
    if (ft_field_info(field)->kind == FT_KIND_ADDRESS)
      ft_store_addr(record, column, &addr);
    else
      ft_store(record, column, m->value[field]);
  }
}

/* -- the forms of output -- */

struct output {
  const struct ft_layout *layout;
  struct ft_writer *writer;
  struct ft_encoder *encoder;
  struct text text;
};
typedef int put_function(struct output *out, const uint8_t *records, size_t count,
                         struct ft_error *err);

static void csv_start(struct output *out) {
  const char *separator = "#:";
  for (unsigned f = 0; f < FT_FIELD_COUNT; f++) {
    if (!(ft_field_info(f)->bit & out->layout->mask)) continue;
    text_string(&out->text, separator);
    text_string(&out->text, ft_field_info(f)->name);
    separator = ",";
  }
  text_string(&out->text, "\n");
}

static int put_csv(struct output *out, const uint8_t *records, size_t count, struct ft_error *err) {
  (void)err;
  for (; count-- > 0; records += out->layout->size) {
    char *p = text_begin(&out->text, FT_FIELD_COUNT * (FT_ADDR_TEXT_SIZE + 1));
    for (unsigned f = 0; f < FT_FIELD_COUNT; f++) {
      if (!(ft_field_info(f)->bit & out->layout->mask)) continue;
      struct ft_column column = ft_column(out->layout, f);
      p = ft_field_info(f)->kind == FT_KIND_ADDRESS ? text_addr(p, records, column)
                                                    : ft_put_decimal(p, ft_load(records, column));
      *p++ = ',';
    }
    p[-1] = '\n'; /* in place of the last comma */
    text_end(&out->text, p);
  }
  return 0;
}

static int put_stream(struct output *out, const uint8_t *records, size_t count,
                      struct ft_error *err) {
  return ft_writer_put(out->writer, records, count, err);
}

static int put_datagrams(struct output *out, const uint8_t *records, size_t count,
                         struct ft_error *err) {
  (void)err;
  return ft_encoder_put(out->encoder, records, count);
}

static int take_datagram(void *arg, const uint8_t *data, size_t size) {
  struct text *text = arg;
  char *p = text_begin(text, size);
  memcpy(p, data, size);
  text_end(text, p + size);
  return 0;
}

/* NULL: no such form. */
static put_function *start(struct output *out, const char *form) {
  struct ft_error err = FT_ERROR_INIT;
  text_init(&out->text, stdout);
  if (strcmp(form, "stream") == 0) {
    const struct output_options options = {.order = FT_ORDER_LITTLE};
    out->writer = output_new_flows(&options, out->layout, "flowmake", &err);
    if (out->writer == NULL) prog_fail(&err, NULL);
    return put_stream;
  }
  if (strcmp(form, "csv") == 0) {
    csv_start(out);
    return put_csv;
  }
  out->encoder = ft_encoder_new(out->layout, take_datagram, &out->text, &err);
  if (out->encoder == NULL) prog_fail(&err, NULL);
  return strcmp(form, "datagrams") == 0 ? put_datagrams : NULL;
}

static void finish(struct output *out) {
  struct ft_error err = FT_ERROR_INIT;
  if (out->writer != NULL && ft_writer_finish(out->writer, NULL, &err) != 0) prog_fail(&err, NULL);
  if (out->encoder != NULL) ft_encoder_flush(out->encoder);
  text_flush(&out->text);
  prog_close_stdout();
  ft_writer_free(out->writer);
  ft_encoder_free(out->encoder);
}

static void make(struct maker *m, struct output *out, put_function *put) {
  static uint8_t records[BATCH][FT_RECORD_MAX];
  uint8_t *batch = records[0];
  struct ft_error err = FT_ERROR_INIT;
  while (m->done < m->count) {
    size_t made = 0;
    for (; made < BATCH && m->done < m->count; made++) {
      make_values(m);
      store_values(m, out->layout, batch + made * out->layout->size);
    }
    if (put(out, batch, made, &err) != 0) prog_fail(&err, NULL);
  }
}

int main(int argc, char **argv) {
  static struct output out;
  struct maker maker = {.random = 1, .count = 1000};
  const char *form = "stream";
  int option;

  prog_init(argv);
  while ((option = getopt(argc, argv, "n:o:s:")) != -1)
    switch (option) {
    case 'n':
      maker.count =
          (uint64_t)prog_number_within(optarg, 0, MOST_FLOWS, "-n: 0 to a thousand million");
      break;
    case 'o':
      form = optarg;
      break;
    case 's':
      maker.random = (uint64_t)prog_number(optarg);
      break;
    default:
      return 2;
    }
  out.layout = ft_layout_find(5, 0);
  put_function *put = start(&out, form);
  if (put == NULL) prog_die("-o: stream, csv or datagrams");
  make(&maker, &out, put);
  finish(&out);
  return 0;
}
