/*
 * What the tests of definition languages share: a file made of a text, the notes and
 * errors of loading it, and a flow.
 */
#ifndef DEFINITION_FILE_H
#define DEFINITION_FILE_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "ft/record.h"

static char path[64], notes[8192];
static struct ft_error err;

static inline void keep_note(void *arg, const char *text) {
  (void)arg;
  size_t used = strlen(notes);
  snprintf(notes + used, sizeof notes - used, "%s|", text);
}

static const struct ft_log log_to_text = {keep_note, NULL};

static inline void put_file(const char *name, const char *text, size_t length) {
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, length), length);
  close(fd);
}

/* Puts the text into the file at path, and forgets notes and errors. */
static inline void put_definitions(const char *text, size_t length) {
  put_file(path, text, length);
  notes[0] = '\0';
  ft_error_clear(&err);
}

/* The error is message, without the file's name, and then closing. */
static inline void check_error(const char *message, const char *closing) {
  char *line = err.text, *end = strchr(line, '\n');
  assert_non_null(end);
  assert_string_equal(end + 1, closing);
  *end = '\0';
  if (!strncmp(line, path, strlen(path))) line += strlen(path) + 1;
  assert_string_equal(line, message);
}

/* What is done with a file that was cut or changed; it is freed if it loads all the same. */
typedef void load_and_free(const char *text, size_t length);

/* Gives load the text cut at every octet, then with each octet changed: neither may harm. */
static inline void try_damage(const char *text, load_and_free *load) {
  size_t length = strlen(text);
  char *copy = malloc(length);
  assert_non_null(copy);
  for (size_t cut = 0; cut < length; cut++)
    load(text, cut);
  for (size_t at = 0; at < length; at++) {
    memcpy(copy, text, length);
    copy[at] = (char)(at * 37 + 11);
    load(copy, length);
  }
  free(copy);
}

static inline int make_path(void **state) {
  (void)state;
  strcpy(path, "/tmp/test-definitions-XXXXXX");
  int fd = mkstemp(path);
  return fd < 0 ? -1 : close(fd);
}

static inline int remove_path(void **state) {
  (void)state;
  return unlink(path);
}

/* A record, room for a second one, and the layout they have. */
static uint8_t record[2 * FT_RECORD_MAX];
static const struct ft_layout *layout;

static inline uint64_t field(enum ft_field_id id) {
  return ft_load(record, ft_column(layout, id));
}
static inline void set_field(enum ft_field_id id, uint64_t value) {
  ft_store(record, ft_column(layout, id), value);
}

static inline int clear_record(void **state) {
  (void)state;
  memset(record, 0, sizeof record);
  return 0;
}

#endif
