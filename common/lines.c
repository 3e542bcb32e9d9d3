#include "lines.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Takes the white space off both ends of line, and octets 0 out of it. */
static char *clean(char *line, size_t *length) {
  while (*length > 0 && isspace((unsigned char)line[*length - 1]))
    --*length;
  while (*length > 0 && isspace((unsigned char)*line)) {
    line++;
    --*length;
  }
  line[*length] = '\0';
  /* Texts are strings from here on: the substitute character stands in for the octet 0. */
  for (char *zero = line; (zero = memchr(zero, '\0', *length - (size_t)(zero - line))) != NULL;)
    *zero = '\x1a';
  return line;
}

char *lines_next(struct lines *lines) {
  ssize_t got = getline(&lines->buffer, &lines->room, lines->stream);
  if (got < 0) return NULL;
  lines->number++;
  lines->length = (size_t)got;
  return clean(lines->buffer, &lines->length);
}

int lines_check(const struct lines *lines, struct ft_error *err) {
  if (feof(lines->stream)) return 0;
  ft_error_add_system(err, errno, "read");
  return -1;
}

void lines_free(struct lines *lines) {
  free(lines->buffer);
}

bool text_starts_with(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

size_t list_count(const char *text) {
  size_t count = 1;
  while ((text = strchr(text, ',')) != NULL) {
    text++;
    count++;
  }
  return count;
}

size_t list_split(char *text, const char **parts, size_t count) {
  size_t found = 0;
  while (found < count) {
    parts[found++] = text;
    text = strchr(text, ',');
    if (!text) break;
    *text++ = '\0';
  }
  return found;
}

int lines_too_few(const struct lines *lines, size_t found, size_t wanted, struct ft_error *err) {
  ft_error_add(err, "line %zu: %zu values, %zu are needed", lines->number, found, wanted);
  return -1;
}
