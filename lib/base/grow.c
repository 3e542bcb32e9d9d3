#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool ft_grow(void *items, size_t *room, size_t count, size_t size) {
  if (count <= *room) return true;
  size_t wanted = *room < 8 ? 8 : *room;
  while (wanted < count) {
    if (wanted > SIZE_MAX / 2) return false;
    wanted *= 2;
  }
  if (wanted > SIZE_MAX / size) return false;
  void *old;
  memcpy(&old, items, sizeof old);
  void *grown = realloc(old, wanted * size);
  if (!grown) return false;
  memcpy(items, &grown, sizeof grown);
  *room = wanted;
  return true;
}
