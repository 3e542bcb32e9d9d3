#include "xlate/key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"

#define DAY  86400
#define HOUR 3600

static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool ft_key_decode(const char *text, size_t length, uint8_t key[FT_KEY_SIZE]) {
  uint8_t decoded[FT_KEY_SIZE] = {0};
  if (length > FT_KEY_DIGITS) return false;
  for (size_t i = 0; i < length; i++) {
    int value = digit_value(text[i]);
    size_t place = FT_KEY_DIGITS - length + i;
    if (value < 0) return false;
    decoded[place / 2] |= (uint8_t)(place % 2 ? value : value << 4);
  }
  memcpy(key, decoded, sizeof decoded);
  return true;
}

/* The octets that count; -1 with a line in the log. */
static ssize_t read_start(const char *path, const struct ft_log *log, char *text, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    ft_log_system(log, errno, "open(%s)", path);
    return -1;
  }
  ssize_t length = ft_io_read_full(fd, text, size);
  if (length < 0) ft_log_system(log, errno, "read(%s)", path);
  close(fd);
  return length;
}

bool ft_key_load(const char *path, const struct ft_log *log, uint8_t key[FT_KEY_SIZE]) {
  char text[FT_KEY_DIGITS];
  ssize_t length = read_start(path, log, text, sizeof text);
  if (length >= 0) {
    while (length > 0 && strchr(" \t\r\n\v\f", text[length - 1]) && text[length - 1])
      length--;
    if (ft_key_decode(text, (size_t)length, key)) return true;
    ft_log_line(log, "decode_hex(): failed for %s.", path);
  }
  ft_log_line(log, "Failed to load key from %s.", path);
  return false;
}

bool ft_key_is_zero(const uint8_t key[FT_KEY_SIZE]) {
  static const uint8_t zero[FT_KEY_SIZE];
  return !memcmp(key, zero, sizeof zero);
}

static int64_t at_time_of_day(int64_t now, struct tm tm, unsigned second_of_day) {
  tm.tm_hour = (int)(second_of_day / HOUR);
  tm.tm_min = (int)(second_of_day / 60 % 60);
  tm.tm_sec = (int)(second_of_day % 60);
  tm.tm_isdst = -1;
  int64_t when = mktime(&tm);
  return when < now ? when + DAY : when;
}

int64_t ft_key_first_refresh(int64_t now, uint32_t minutes, unsigned second_of_day) {
  time_t t = (time_t)now;
  struct tm tm = {0};
  localtime_r(&t, &tm);
  if (second_of_day) return at_time_of_day(now, tm, second_of_day);
  int64_t minute = tm.tm_min / minutes * (int64_t)minutes + minutes;
  if (minute >= 60) minute -= 60;
  int64_t when = now - tm.tm_min * 60 - tm.tm_sec + minute * 60;
  return when < now ? when + HOUR : when;
}
