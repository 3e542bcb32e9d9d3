#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/language.h"

char *ft_conf_path(const char *name) {
  const char *folder = getenv("FLOW_TOOLS_CONFDIR");
  if (!folder || !*folder) folder = FT_CONFDIR;
  char *path;
  return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

/* No definitions are as long as that; a device may never end. */
#define OCTETS_MAX ((size_t)1 << 30)

/* All that fd gives, with a NUL behind it. NULL with errno. */
static char *read_all(int fd, size_t *length) {
  size_t used = 0, room = 0;
  char *text = NULL;
  for (;;) {
    if (room - used < 2) {
      if (room >= OCTETS_MAX) {
        errno = EFBIG;
        break;
      }
      room = room ? room * 2 : 8192;
      char *more = realloc(text, room);
      if (!more) break;
      text = more;
    }
    ssize_t got = read(fd, text + used, room - used - 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    used += (size_t)got;
    text[used] = '\0';
    if (got == 0) {
      *length = used;
      return text;
    }
  }
  free(text);
  return NULL;
}

char *ft_file_text(const char *path, size_t *length, struct ft_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    ft_error_add_system(err, errno, "open(%s)", path);
    return NULL;
  }
  size_t octets = 0;
  char *text = read_all(fd, &octets);
  if (!text) {
    if (err && errno == ENOMEM) err->no_memory = true;
    ft_error_add_system(err, errno, "read(%s)", path);
  }
  close(fd);
  if (text && length) *length = octets;
  return text;
}
