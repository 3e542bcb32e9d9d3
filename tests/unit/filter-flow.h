/*
 * What the tests of filters share: a file of their own, its warnings, and a flow.
 */
#ifndef FILTER_FLOW_H
#define FILTER_FLOW_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ft/error.h"
#include "ft/record.h"

static char path[64], warnings[8192];
static struct ft_error err;

static void keep_warning(void *arg, const char *text) {
  (void)arg;
  const char *colon = strstr(text, " line ");
  size_t used = strlen(warnings);
  snprintf(warnings + used, sizeof warnings - used, "%s|", colon ? colon + 1 : text);
}

static const struct ft_log log_to_text = {keep_warning, NULL};

/* Makes text the content of the file; no warnings and errors so far. */
static inline void fill_file(const char *text, size_t length) {
  int fd = open(path, O_WRONLY | O_TRUNC);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, length), length);
  close(fd);
  warnings[0] = '\0';
  ft_error_clear(&err);
}

/* -- records -- */

/* A flow that the tests with flows can rely on; the fields under test are set over it. */
static inline void make_record(const struct ft_layout *layout, uint8_t *record) {
  static const struct {
    enum ft_field_id field;
    uint64_t value;
  } values[] = {
      {FT_F_UNIX_SECS, 1131969600},
      {FT_F_UNIX_NSECS, 999999999},
      {FT_F_SYSUPTIME, 100000},
      {FT_F_FIRST, 90000},
      {FT_F_LAST, 92500},
      {FT_F_DPKTS, 10},
      {FT_F_DOCTETS, 1000},
      {FT_F_SRCADDR, 0x0a010203},
      {FT_F_DSTADDR, 0xc0a80001},
      {FT_F_PROT, 6},
      {FT_F_TOS, 0xb8},
      {FT_F_SRCPORT, 1024},
      {FT_F_DSTPORT, 80},
      {FT_F_SRC_MASK, 24},
      {FT_F_SRC_AS, 65535},
      {FT_F_SRC_TAG, 0x10001},
  };
  memset(record, 0, layout->size);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    ft_store(record, ft_column(layout, values[i].field), values[i].value);
}

static int make_path(void **state) {
  (void)state;
  strcpy(path, "/tmp/test-filter-XXXXXX");
  int fd = mkstemp(path);
  return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state) {
  (void)state;
  return unlink(path);
}

#endif
