/*
 * Addresses of any width, their text forms, and prefixes (spec filter.md 1.3, 1.4).
 */
#ifndef FT_ADDR_H
#define FT_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

#define FT_ADDR_MAX_WIDTH 16
/* Room for the longest address or prefix text and its NUL. */
#define FT_ADDR_TEXT_SIZE 64

/* An address in network order. Octets from width on are 0. */
struct ft_addr {
  uint8_t width; /* 4 or 16 octets; 0: none */
  uint8_t octets[FT_ADDR_MAX_WIDTH];
};

struct ft_prefix {
  struct ft_addr addr;
  uint8_t length; /* bits */
};

/* The four-octet address with this value (host order), and back. */
struct ft_addr ft_addr_from_u32(uint32_t value);
uint32_t ft_addr_to_u32(const struct ft_addr *addr);

bool ft_addr_equal(const struct ft_addr *a, const struct ft_addr *b);
/* Below, equal to or above 0; narrower addresses come first. */
int ft_addr_compare(const struct ft_addr *a, const struct ft_addr *b);
bool ft_addr_is_zero(const struct ft_addr *addr);
/* 224.0.0.0/4 or ff00::/8. */
bool ft_addr_is_multicast(const struct ft_addr *addr);

/* Keeps the first bits of addr, clears the rest; more bits than there are keep all. */
void ft_addr_mask(struct ft_addr *addr, unsigned bits);

/*
 * The mask length as flow records carry it: 0 and anything above the width's
 * bits mask nothing (filter.md 1.4).
 */
void ft_addr_mask_as_record(struct ft_addr *addr, unsigned bits);

/*
 * ADDRESS: 1 to 4 decimal parts from the left, up to a blank or the end, or a host
 * name, which is looked up. 0, or -1 with the line `bad address: TEXT`; language
 * modules that report a line number pass err NULL and word it themselves.
 */
int ft_addr_parse(const char *text, struct ft_addr *addr, struct ft_error *err);

/* ADDRESS, or the text form of a 16-octet address (it has a `:`). 0 or -1, no line. */
int ft_addr_parse_any(const char *text, struct ft_addr *addr);

/* PREFIX: ADDRESS[/LENGTH], bits beyond the length cleared. 0 or -1 as above. */
int ft_prefix_parse(const char *text, struct ft_prefix *prefix, struct ft_error *err);

/* Dotted quad, or the text of RFC 5952. out has FT_ADDR_TEXT_SIZE octets; returns the length. */
size_t ft_addr_format(const struct ft_addr *addr, char *out);

/*
 * Trailing zero octets left out, `/`, length: `10/8`, `192.168/24`, `0/0`. A
 * length beyond the address's bits is written as 0. Host bits are not cleared.
 */
size_t ft_prefix_format(const struct ft_addr *addr, unsigned length, char *out);

#endif
