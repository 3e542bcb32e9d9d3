#include "ft/addr.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "digits.h"

struct ft_addr ft_addr_from_u32(uint32_t value) {
  struct ft_addr addr = {.width = 4};
  addr.octets[0] = (uint8_t)(value >> 24);
  addr.octets[1] = (uint8_t)(value >> 16);
  addr.octets[2] = (uint8_t)(value >> 8);
  addr.octets[3] = (uint8_t)value;
  return addr;
}

uint32_t ft_addr_to_u32(const struct ft_addr *addr) {
  const uint8_t *o = addr->octets;
  return (uint32_t)o[0] << 24 | (uint32_t)o[1] << 16 | (uint32_t)o[2] << 8 | o[3];
}

int ft_addr_compare(const struct ft_addr *a, const struct ft_addr *b) {
  if (a->width != b->width) return a->width < b->width ? -1 : 1;
  return memcmp(a->octets, b->octets, a->width);
}

bool ft_addr_equal(const struct ft_addr *a, const struct ft_addr *b) {
  return ft_addr_compare(a, b) == 0;
}

bool ft_addr_is_zero(const struct ft_addr *addr) {
  for (unsigned i = 0; i < addr->width; i++)
    if (addr->octets[i] != 0) return false;
  return true;
}

bool ft_addr_is_multicast(const struct ft_addr *addr) {
  if (addr->width == 4) return addr->octets[0] >> 4 == 0xe;
  return addr->width == FT_ADDR_MAX_WIDTH && addr->octets[0] == 0xff;
}

void ft_addr_mask(struct ft_addr *addr, unsigned bits) {
  for (unsigned i = 0; i < addr->width; i++) {
    unsigned first = i * 8; /* bits in front of this octet */
    if (bits <= first)
      addr->octets[i] = 0;
    else if (bits < first + 8)
      addr->octets[i] &= (uint8_t)(0xff << (first + 8 - bits));
  }
}

void ft_addr_mask_as_record(struct ft_addr *addr, unsigned bits) {
  if (bits != 0) ft_addr_mask(addr, bits);
}

/* First IPv4 address of a host name. */
static int look_up(const char *name, struct ft_addr *addr) {
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM};
  struct addrinfo *found = NULL;
  if (getaddrinfo(name, NULL, &hints, &found) != 0) return -1;
  struct sockaddr_in sin;
  memcpy(&sin, found->ai_addr, sizeof sin);
  *addr = ft_addr_from_u32(ntohl(sin.sin_addr.s_addr));
  freeaddrinfo(found);
  return 0;
}

static bool has_letter(const char *text) {
  for (; *text != '\0'; text++)
    if (isascii((unsigned char)*text) && isalpha((unsigned char)*text)) return true;
  return false;
}

/* One to four decimal parts, an empty one is 0, missing ones on the right too. */
static int parse_dotted(const char *text, struct ft_addr *addr) {
  *addr = (struct ft_addr){.width = 4};
  for (unsigned part = 0; part < 4; part++) {
    unsigned value = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
      value = value * 10 + (unsigned)(*text - '0');
      if (value > 255) return -1;
    }
    addr->octets[part] = (uint8_t)value;
    if (*text == '\0' || *text == ' ' || *text == '\t') return 0; /* a blank ends it too */
    if (*text != '.') return -1;
    text++;
  }
  return -1;
}

int ft_addr_parse(const char *text, struct ft_addr *addr, struct ft_error *err) {
  int rc = has_letter(text) ? look_up(text, addr) : parse_dotted(text, addr);
  if (rc != 0) ft_error_add(err, "bad address: %s", text);
  return rc;
}

int ft_addr_parse_any(const char *text, struct ft_addr *addr) {
  if (!strchr(text, ':')) return ft_addr_parse(text, addr, NULL);
  *addr = (struct ft_addr){.width = 16};
  return inet_pton(AF_INET6, text, addr->octets) == 1 ? 0 : -1;
}

/* The length of a prefix that names none: that of the class network, else all bits. */
static unsigned class_length(const struct ft_addr *addr) {
  unsigned top = addr->octets[0];
  unsigned length = top < 128 ? 8 : top < 192 ? 16 : top < 224 ? 24 : top < 240 ? 28 : 32;
  struct ft_addr network = *addr;
  ft_addr_mask(&network, top >> 4 == 0xe ? 4 : length);
  return ft_addr_equal(&network, addr) ? length : 32;
}

static int parse_length(const char *text, unsigned max, uint8_t *length) {
  unsigned value = 0;
  if (*text == '\0') return -1;
  for (; *text != '\0'; text++) {
    if (*text < '0' || *text > '9') return -1;
    value = value * 10 + (unsigned)(*text - '0');
    if (value > max) value = max;
  }
  *length = (uint8_t)value;
  return 0;
}

int ft_prefix_parse(const char *text, struct ft_prefix *prefix, struct ft_error *err) {
  const char *slash = strchr(text, '/');
  size_t n = slash != NULL ? (size_t)(slash - text) : strlen(text);
  char host[256];
  if (n < sizeof host) {
    memcpy(host, text, n);
    host[n] = '\0';
    if (ft_addr_parse(host, &prefix->addr, NULL) == 0) {
      int rc = 0;
      if (slash != NULL)
        rc = parse_length(slash + 1, prefix->addr.width * 8u, &prefix->length);
      else
        prefix->length = (uint8_t)class_length(&prefix->addr);
      if (rc == 0) {
        ft_addr_mask(&prefix->addr, prefix->length);
        return 0;
      }
    }
  }
  ft_error_add(err, "bad address: %s", text);
  return -1;
}

static char *put_octets(char *out, const uint8_t *octets, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (i > 0) *out++ = '.';
    out = ft_put_octet(out, octets[i]);
  }
  return out;
}

size_t ft_addr_format(const struct ft_addr *addr, char *out) {
  if (addr->width == 16) {
    inet_ntop(AF_INET6, addr->octets, out, FT_ADDR_TEXT_SIZE);
    return strlen(out);
  }
  char *end = put_octets(out, addr->octets, addr->width);
  *end = '\0';
  return (size_t)(end - out);
}

size_t ft_prefix_format(const struct ft_addr *addr, unsigned length, char *out) {
  char *end = out;
  if (addr->width == 16) {
    end += ft_addr_format(addr, out);
  } else {
    unsigned shown = addr->width;
    while (shown > 1 && addr->octets[shown - 1] == 0)
      shown--;
    end = put_octets(out, addr->octets, shown);
  }
  *end++ = '/';
  end = ft_put_decimal(end, length > addr->width * 8u ? 0 : length);
  *end = '\0';
  return (size_t)(end - out);
}
