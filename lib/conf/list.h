/*
 * LIST, numbers in one word (spec filter.md 1.5): options of flow-filter and
 * flow-dscan, input-filter and output-filter of tag files. Internal to libft.
 */
#ifndef FT_CONF_LIST_H
#define FT_CONF_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

/* Octets that hold a set of numbers below limit. */
#define FT_NUMBER_LIST_SIZE(limit) (((size_t)(limit) + 7) / 8)

/*
 * Reads a LIST of numbers below limit. bits, FT_NUMBER_LIST_SIZE(limit) octets of
 * the caller, become the set: ft_number_list_has tells the members; bits from limit
 * on are 0. false with the line `load_lookup(): failed`, bits are then of no use.
 */
bool ft_number_list_parse(const char *text, uint32_t limit, uint8_t *bits, struct ft_error *err);

/* number must be below the limit of the list. */
static inline bool ft_number_list_has(const uint8_t *bits, uint32_t number) {
  return bits[number / 8] >> number % 8 & 1;
}

#endif
