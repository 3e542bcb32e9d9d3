#include "collect/endpoint.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

enum { PART_LOCAL, PART_REMOTE, PART_PORT, PART_TTL, PARTS };

/* An empty part is 0.0.0.0. */
static int parse_addr(const char *text, struct ft_addr *addr) {
  if (*text == '\0') {
    *addr = ft_addr_from_u32(0);
    return 0;
  }
  return ft_addr_parse(text, addr, NULL);
}

/* Leading digits count, text without any is 0; -1 if the number is out of range. */
static long parse_number(const char *text, long max) {
  long value = strtol(text, NULL, 10);
  return value < 0 || value > max ? -1 : value;
}

/* Cuts text at its first slashes; what follows the last part stays in it. */
static void split(char *text, const char *parts[PARTS]) {
  for (int i = 0; i < PARTS; i++) {
    parts[i] = text;
    char *slash = i < PARTS - 1 ? strchr(text, '/') : NULL;
    if (slash != NULL) {
      *slash = '\0';
      text = slash + 1;
    } else {
      text += strlen(text);
    }
  }
}

int ft_endpoint_parse(const char *text, struct ft_endpoint *endpoint, struct ft_error *err) {
  char *copy = strdup(text);
  if (copy == NULL) {
    ft_error_add_memory(err);
    return -1;
  }
  const char *parts[PARTS];
  split(copy, parts);
  long port = parse_number(parts[PART_PORT], UINT16_MAX);
  long ttl = parse_number(parts[PART_TTL], UINT8_MAX);
  int bad = parse_addr(parts[PART_LOCAL], &endpoint->local) != 0 ||
            parse_addr(parts[PART_REMOTE], &endpoint->remote) != 0 || port < 0 || ttl < 0;
  free(copy);
  if (bad) {
    ft_error_add(err, "bad address: %s", text);
    return -1;
  }
  endpoint->port = port != 0 ? (uint16_t)port : FT_PORT_DEFAULT;
  endpoint->ttl = (uint8_t)ttl;
  return 0;
}

socklen_t ft_sockaddr_set(struct sockaddr_storage *out, const struct ft_addr *addr, uint16_t port) {
  memset(out, 0, sizeof *out);
  if (addr->width == 16) {
    struct sockaddr_in6 sin6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memcpy(&sin6.sin6_addr, addr->octets, 16);
    memcpy(out, &sin6, sizeof sin6);
    return sizeof sin6;
  }
  struct sockaddr_in sin = {.sin_family = AF_INET, .sin_port = htons(port)};
  memcpy(&sin.sin_addr, addr->octets, 4);
  memcpy(out, &sin, sizeof sin);
  return sizeof sin;
}

struct ft_addr ft_sockaddr_get(const struct sockaddr_storage *from) {
  struct ft_addr addr = {0};
  if (from->ss_family == AF_INET) {
    addr.width = 4;
    memcpy(addr.octets, &((const struct sockaddr_in *)from)->sin_addr, 4);
  } else if (from->ss_family == AF_INET6) {
    addr.width = 16;
    memcpy(addr.octets, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
  }
  return addr;
}
