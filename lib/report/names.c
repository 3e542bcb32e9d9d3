#include "config.h"

#include "names.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* An address and its width, as words of a table's key. */
#define ADDRESS_WORDS (1 + FT_ADDR_MAX_WIDTH / 8)

static int load_symbols(struct rep_names *names, const struct rep_keys *keys, unsigned key,
                        const struct ft_log *log, struct ft_error *err) {
  const char *file = keys->parts[key].key->symbols;
  if (!file) return 0;
  for (unsigned i = 0; i < key; i++) {
    if (keys->parts[i].key->symbols && !strcmp(keys->parts[i].key->symbols, file)) {
      names->symbols[key] = names->symbols[i];
      return 0;
    }
  }
  names->symbols[key] = names->owned[key] = ft_symbols_load_installed(file, log);
  if (names->symbols[key]) return 0;
  ft_error_add_memory(err);
  return -1;
}

int rep_names_load(struct rep_names *names, const struct rep_count *count, const struct ft_log *log,
                   struct ft_error *err) {
  memset(names, 0, sizeof *names);
  const struct rep_keys *keys = &count->keys[0];
  for (unsigned key = 0; key < keys->count; key++) {
    if (load_symbols(names, keys, key, log, err) < 0) return -1;
    if (rep_part_is_address(&keys->parts[key])) names->resolves = true;
  }
  if (names->resolves) rep_table_init(&names->addresses, ADDRESS_WORDS, 1);
  return 0;
}

void rep_names_free(struct rep_names *names) {
  for (unsigned key = 0; key < REP_KEYS_MAX; key++)
    ft_symbols_free(names->owned[key]);
  rep_table_free(&names->addresses);
  free(names->hosts);
}

bool rep_names_apply(const struct rep_names *names, const struct rep_count *count, unsigned key) {
  return names->symbols[key] ||
         (names->resolves && rep_part_is_address(&count->keys[0].parts[key]));
}

static void look_up(const struct ft_addr *addr, char *host) {
  union {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
  } socket_address;
  char name[NI_MAXHOST];
  socklen_t length;
  host[0] = '\0';
  memset(&socket_address, 0, sizeof socket_address);
  if (addr->width == sizeof socket_address.in.sin_addr) {
    length = sizeof socket_address.in;
    socket_address.in.sin_family = AF_INET;
    memcpy(&socket_address.in.sin_addr, addr->octets, addr->width);
  } else {
    length = sizeof socket_address.in6;
    socket_address.in6.sin6_family = AF_INET6;
    memcpy(&socket_address.in6.sin6_addr, addr->octets, sizeof socket_address.in6.sin6_addr);
  }
  if (getnameinfo(&socket_address.any, length, name, sizeof name, NULL, 0, NI_NAMEREQD) != 0)
    return;
  size_t shown = strnlen(name, REP_NAME_MAX);
  memcpy(host, name, shown);
  host[shown] = '\0';
}

const char *rep_names_host(struct rep_names *names, const struct ft_addr *addr) {
  uint64_t key[ADDRESS_WORDS] = {addr->width};
  uint32_t row;
  union rep_cell *cells;
  memcpy(key + 1, addr->octets, sizeof addr->octets);
  if (rep_table_find(&names->addresses, key, 1, &row, &cells) < 0) return NULL;
  if (names->room < names->addresses.room) {
    void *hosts = realloc(names->hosts, names->addresses.room * sizeof *names->hosts);
    if (!hosts) return NULL;
    names->hosts = hosts;
    names->room = names->addresses.room;
  }
  union rep_cell *looked_up = cells + ADDRESS_WORDS;
  if (!looked_up->n) look_up(addr, names->hosts[row]);
  looked_up->n = 1;
  return names->hosts[row][0] ? names->hosts[row] : NULL;
}
