/* Keys of anonymisation and when their files are read again (spec tag-mask-xlate.md 5.1). */
#ifndef FT_XLATE_KEY_H
#define FT_XLATE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ft/error.h"

#define FT_KEY_SIZE   32
#define FT_KEY_DIGITS (2 * FT_KEY_SIZE)

/*
 * Up to FT_KEY_DIGITS hexadecimal digits, right aligned: missing ones in front are 0.
 * false, key untouched: too many, or another character.
 */
bool ft_key_decode(const char *text, size_t length, uint8_t key[FT_KEY_SIZE]);
/*
 * The same from the start of a file. false, key untouched, with the reason and `Failed to
 * load key from PATH.` in the log.
 */
bool ft_key_load(const char *path, const struct ft_log *log, uint8_t key[FT_KEY_SIZE]);
bool ft_key_is_zero(const uint8_t key[FT_KEY_SIZE]);

/*
 * The first refresh after now (seconds since 1970), in local time: at second_of_day if
 * that is not 0, else when the minute is a multiple of minutes.
 */
int64_t ft_key_first_refresh(int64_t now, uint32_t minutes, unsigned second_of_day);

#endif
