/*
 * Makes a savefile of the pfsync messages of a firewall over one day.
 *
 * Inside hosts of 192.168.0.0/24 behind the address 198.51.100.1, a server of
 * theirs that is reached by redirection, and hosts with IPv6 that need no
 * translation. Only integers and a generator of our own, so that the same
 * options give the same octets everywhere.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "day.h"

static const char usage_text[] =
    "Usage: pfsyncgen [-h] [-n states] [-s seed] [-t start] [-V form] > capture.pcap\n"
    "  -n states   states over the day (default 20000)\n"
    "  -s seed     another number, another day (default 1)\n"
    "  -t start    first second, since 1970 (default 1130716800)\n"
    "  -V form     pfsync version 2, 3, 4, 5 or 6, or FreeBSD's 1301, 1400, 1500\n"
    "              (default 6)\n"
    "  -h          this text\n"
    "\n"
    "The savefile has link type 246 (PFSYNC) and the packets in order of time.\n"
    "Version 5 and later: inserts, updates with counters, compressed updates,\n"
    "compressed deletes, as on the network; the last update before a delete has the\n"
    "final counters. Versions 2 to 4: inserts, updates and full deletes, as on the\n"
    "firewall's own pfsync0. 85 of 100 states are IPv4, and most have packets in\n"
    "both directions: 20000 states make some 30000 flows of NetFlow version 5.\n"
    "The same options always give the same octets.\n";

enum { PACKET_ROOM = 1480, SNAP_LENGTH = 65535, LINK_TYPE = 246 };
enum { DIRECTION_IN = 1, DIRECTION_OUT = 2 };
static const uint32_t creator = 0x5eed0001;

/* -- forms of messages -- */

/* An action of a version; size 0: this version does not send such messages. */
struct action {
  uint8_t number;
  uint16_t size;
};

/* Offsets; of the state twice, or of wire and stack. */
struct traffic {
  uint16_t family[2], protocol[2], direction;
};
static const struct traffic at_216 = {{216, 216}, {217, 217}, 218};
static const struct traffic at_232 = {{232, 232}, {233, 233}, 234};
static const struct traffic at_250 = {{250, 250}, {251, 251}, 252};
static const struct traffic of_keys = {{344, 345}, {347, 348}, 351};

/* What somebody sends; sizes in octets. */
struct form {
  const char *name;
  uint8_t version, header;
  uint8_t key;        /* size; 0: lan, gwy and ext instead */
  uint8_t counter;    /* size */
  uint8_t inet6;      /* the system's number of that family */
  uint8_t check_code; /* size, of version 5: behind the end */
  const char *interface;
  const struct traffic *traffic;
  struct action actions[4]; /* by kind */
};

static const struct form forms[] = {
    {"2", 2, 4, 0, 4, 24, 0, "fxp0", &at_216, {{1, 224}, {2, 224}, {0, 0}, {3, 224}}},
    {"3", 3, 20, 0, 8, 24, 0, "fxp0", &at_232, {{1, 240}, {2, 240}, {0, 0}, {3, 240}}},
    {"4", 4, 20, 36, 8, 24, 0, "em0", &at_232, {{1, 240}, {2, 240}, {0, 0}, {3, 240}}},
    {"5", 5, 20, 36, 8, 24, 20, "em0", &at_232, {{1, 240}, {3, 240}, {4, 84}, {7, 12}}},
    {"6", 6, 20, 40, 8, 24, 0, "em0", &at_250, {{13, 264}, {14, 264}, {4, 84}, {7, 12}}},
    {"1301", 5, 20, 36, 8, 28, 0, "em0", &at_232, {{1, 242}, {3, 242}, {4, 84}, {7, 12}}},
    {"1400", 5, 20, 36, 8, 28, 0, "em0", &at_232, {{13, 277}, {14, 277}, {4, 84}, {7, 12}}},
    {"1500", 5, 20, 36, 8, 28, 0, "em0", &of_keys, {{15, 360}, {16, 360}, {4, 84}, {7, 12}}},
};

/* Versions before 5 have one action in a packet, later ones a subheader for each. */
static bool has_subheaders(const struct form *form) {
  return form->version >= 5;
}

/* -- messages -- */

static void put(uint8_t *to, uint64_t number, unsigned width) {
  for (unsigned i = width; i-- > 0; number >>= 8)
    to[i] = (uint8_t)number;
}

/* Spread over documentation and benchmark networks. */
static void put_far_address(uint8_t *to, const struct state *state) {
  static const uint32_t networks[] = {0xcb007100, 0xc0000200, 0xc6120000, 0xc6130000};
  unsigned host = state->far_host, network = host % 4;
  if (state->ipv6) {
    put(to, UINT64_C(0x20010db8ffff0000) + host % 64, 8);
    put(to + 8, 0x100 + host, 8);
  } else {
    unsigned spread = network < 2 ? host / 4 % 254 + 1 : host * 61 % 65000 + 1;
    put(to, networks[network] + spread, 4);
  }
}

static void put_near_address(uint8_t *to, const struct state *state, bool mapped) {
  if (state->ipv6) {
    put(to, UINT64_C(0x20010db800000001), 8);
    put(to + 8, state->near_host, 8);
  } else {
    put(to, mapped ? 0xc6336401 : 0xc0a80000 + state->near_host, 4);
  }
}

static uint8_t protocol_of(const struct state *state) {
  return state->ipv6 && state->service->protocol == ICMP ? ICMPV6 : state->service->protocol;
}

static uint8_t family_of(const struct form *form, const struct state *state) {
  return state->ipv6 ? form->inet6 : 2;
}

/* Addresses and ports of one key: the far end is index 0. */
static void put_key(uint8_t *to, const struct form *form, const struct state *state, bool mapped) {
  put_far_address(to, state);
  put_near_address(to + 16, state, mapped);
  bool query = state->service->protocol == ICMP;
  put(to + 32, query && mapped ? state->mapped_port : state->far_port, 2);
  put(to + 34, mapped ? state->mapped_port : state->near_port, 2);
  if (form->key > 38) to[38] = family_of(form, state);
}

/* Lan, gwy or ext of versions 2 and 3. */
static void put_host(uint8_t *to, const struct state *state, bool mapped) {
  put_near_address(to, state, mapped);
  put(to + 16, mapped ? state->mapped_port : state->near_port, 2);
}

static uint32_t seconds_left(const struct state *state) {
  if (state->service->protocol == TCP) return state->packets[1] > 0 ? DAY : 30;
  return state->service->protocol == UDP ? 60 : 20;
}

/* Counters grow evenly from the first packet to the final ones. */
static void put_counters(uint8_t *to, unsigned width, const struct event *event) {
  const struct state *state = event->state;
  uint64_t lived = event->second - state->created, life = state->ended - state->created;
  bool over = event->kind != INSERT && lived >= life;
  for (int i = 0; i < 2; i++) {
    uint64_t packets = state->packets[i];
    if (!over) packets = event->kind == INSERT ? i == 0 : packets * lived / life;
    uint64_t octets = state->packets[i] > 0 ? state->octets[i] * packets / state->packets[i] : 0;
    put(to + width * (unsigned)i, packets, width);
    put(to + width * (unsigned)(i + 2), octets, width);
  }
}

/* The octets from the rule numbers to the counters are alike in all versions. */
static void put_rules_and_times(uint8_t *to, const struct event *event) {
  put(to, 4 + event->state->service->port % 9, 4);
  put(to + 4, UINT32_MAX, 4);
  put(to + 8, event->state->ipv6 ? UINT32_MAX : 0, 4);
  put(to + 12, event->second - event->state->created, 4);
  put(to + 16, seconds_left(event->state), 4);
}

static void put_traffic(uint8_t *to, const struct form *form, const struct state *state) {
  for (int i = 0; i < 2; i++) {
    to[form->traffic->family[i]] = family_of(form, state);
    to[form->traffic->protocol[i]] = protocol_of(state);
  }
  to[form->traffic->direction] = state->inbound ? DIRECTION_IN : DIRECTION_OUT;
}

static void put_state(uint8_t *to, const struct form *form, const struct event *event) {
  const struct state *state = event->state;
  unsigned rules = 104 + (form->key != 0 ? 2u * form->key : 72), counters = rules + 20;
  put(to, state->id, 8);
  memcpy(to + 8, form->interface, strlen(form->interface));
  if (form->key != 0) {
    put_key(to + 24, form, state, true);
    put_key(to + 24 + form->key, form, state, false);
  } else {
    put_host(to + 24, state, false);
    put_host(to + 48, state, true);
    put_far_address(to + 72, state);
    put(to + 88, state->far_port, 2);
  }
  put_rules_and_times(to + rules, event);
  put_counters(to + counters, form->counter, event);
  put(to + counters + 4u * form->counter, creator, 4);
  put_traffic(to, form, state);
}

static void put_compressed(uint8_t *to, const struct event *event) {
  put(to, event->state->id, 8);
  if (event->kind == DELETE) {
    put(to + 8, creator, 4);
  } else {
    put(to + 72, creator, 4);
    put(to + 76, seconds_left(event->state), 4);
  }
}

/* -- packets -- */

struct output {
  const struct form *form;
  uint32_t start;
  uint32_t second; /* of the last packet */
  unsigned in_second;
  uint8_t *packet; /* PACKET_ROOM octets */
  size_t used;     /* 0: no packet is open */
  size_t subheader;
  const struct action *last; /* whose messages the packet ends with */
  unsigned count;            /* of them */
};

static void put_little(uint8_t *to, uint32_t number, unsigned width) {
  for (unsigned i = 0; i < width; i++, number >>= 8)
    to[i] = (uint8_t)number;
}

static void write_file_header(void) {
  uint8_t header[24] = {0};
  put_little(header, 0xa1b2c3d4, 4);
  put_little(header + 4, 2, 2);
  put_little(header + 6, 4, 2);
  put_little(header + 16, SNAP_LENGTH, 4);
  put_little(header + 20, LINK_TYPE, 4);
  fwrite(header, 1, sizeof header, stdout);
}

static size_t octets_of_end(const struct form *form) {
  return form->version == 5 ? 4u + form->check_code : 0;
}

static void put_end(struct output *output) {
  uint8_t *end = output->packet + output->used;
  put(end, 0x0c000001, 4); /* action 12, one message */
  for (unsigned i = 0; i < output->form->check_code; i++)
    end[4 + i] = (uint8_t)(output->in_second * 7 + output->second + i * 31);
  output->used += octets_of_end(output->form);
}

static void close_packet(struct output *output) {
  uint8_t header[16];
  if (output->used == 0) return;
  if (output->form->version == 5) put_end(output);
  if (has_subheaders(output->form)) put(output->packet + 2, output->used, 2);
  put_little(header, output->start + output->second, 4);
  put_little(header + 4, 250000 + 35 * output->in_second++ + output->second % 997, 4);
  put_little(header + 8, (uint32_t)output->used, 4);
  put_little(header + 12, (uint32_t)output->used, 4);
  fwrite(header, 1, sizeof header, stdout);
  fwrite(output->packet, 1, output->used, stdout);
  output->used = 0;
}

static void open_packet(struct output *output, uint32_t second) {
  if (second != output->second) output->in_second = 0;
  output->second = second;
  memset(output->packet, 0, PACKET_ROOM);
  output->packet[0] = output->form->version;
  output->used = output->form->header;
  output->last = NULL;
}

static void begin_action(struct output *output, const struct action *action) {
  output->last = action;
  output->count = 0;
  if (!has_subheaders(output->form)) {
    output->packet[2] = action->number;
    return;
  }
  output->subheader = output->used;
  output->packet[output->used] = action->number;
  if (output->form->version == 6) output->packet[output->used + 1] = (uint8_t)(action->size / 4);
  output->used += 4;
}

static void add_message(struct output *output, const struct event *event) {
  const struct form *form = output->form;
  const struct action *action = &form->actions[event->kind];
  if (action->size == 0) return;
  bool changes = output->last != action;
  size_t most = PACKET_ROOM - octets_of_end(form);
  if (output->used > 0 &&
      (event->second != output->second || output->used + action->size + 4 > most ||
       (changes && !has_subheaders(form))))
    close_packet(output);
  if (output->used == 0) open_packet(output, event->second);
  if (output->last != action) begin_action(output, action);
  uint8_t *to = output->packet + output->used;
  if (has_subheaders(form) && (event->kind == REFRESH || event->kind == DELETE))
    put_compressed(to, event);
  else
    put_state(to, form, event);
  output->used += action->size;
  output->count++;
  if (has_subheaders(form))
    put(output->packet + output->subheader + 2, output->count, 2);
  else
    output->packet[3] = (uint8_t)output->count;
}

/* -- the program -- */

static unsigned long number_of(const char *text, unsigned long least, unsigned long most) {
  char *end;
  unsigned long number = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != '\0' || number < least || number > most) {
    fprintf(stderr, "pfsyncgen: bad number: %s\n", text);
    exit(1);
  }
  return number;
}

static const struct form *find_form(const char *name) {
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (strcmp(forms[i].name, name) == 0) return &forms[i];
  fprintf(stderr, "pfsyncgen: unsupported version: %s\n", name);
  exit(1);
}

static int generate(struct output *output, size_t count, uint64_t seed) {
  size_t event_count = 0;
  struct state *states = make_states(count, ((uint64_t)output->start << 32) + 1, seed);
  struct event *events = states ? make_events(states, count, &event_count) : NULL;
  if (!events) {
    free(states);
    fputs("pfsyncgen: Out of memory\n", stderr);
    return 1;
  }
  write_file_header();
  for (size_t i = 0; i < event_count; i++)
    add_message(output, &events[i]);
  close_packet(output);
  free(events);
  free(states);
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  perror("pfsyncgen: write");
  return 1;
}

int main(int argc, char **argv) {
  static uint8_t packet[PACKET_ROOM];
  struct output output = {.start = 1130716800, .packet = packet};
  size_t count = 20000;
  uint64_t seed = 1;
  int letter;
  output.form = find_form("6");
  while ((letter = getopt(argc, argv, "hn:s:t:V:")) != -1) {
    switch (letter) {
    case 'h':
      fputs(usage_text, stdout);
      return 0;
    case 'n':
      count = number_of(optarg, 1, 10000000);
      break;
    case 's':
      seed = number_of(optarg, 0, ULONG_MAX);
      break;
    case 't':
      output.start = (uint32_t)number_of(optarg, 0, UINT32_MAX - DAY);
      break;
    case 'V':
      output.form = find_form(optarg);
      break;
    default:
      fputs(usage_text, stderr);
      return 1;
    }
  }
  if (optind < argc) {
    fputs(usage_text, stderr);
    return 1;
  }
  return generate(&output, count, seed);
}
