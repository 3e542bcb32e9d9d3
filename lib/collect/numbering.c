#include "collect/numbering.h"

#include <stdlib.h>

#include "collect/recent.h"
#include "ft/netflow.h"

struct key {
  struct ft_addr source;
  uint8_t engine_type, engine_id;
};

struct ft_numbering {
  struct ft_recent *next; /* numbers, uint32_t */
};

struct ft_numbering *ft_numbering_new(void) {
  struct ft_numbering *numbering = malloc(sizeof *numbering);
  if (numbering == NULL) return NULL;
  numbering->next =
      ft_recent_new(FT_NUMBERING_MAX, sizeof(struct key), sizeof(uint32_t), NULL, NULL);
  if (numbering->next != NULL) return numbering;
  free(numbering);
  return NULL;
}

void ft_numbering_free(struct ft_numbering *numbering) {
  if (numbering == NULL) return;
  ft_recent_free(numbering->next);
  free(numbering);
}

void ft_numbering_apply(struct ft_numbering *numbering, const struct ft_addr *source, uint8_t *data,
                        size_t size) {
  struct ft_datagram datagram;
  bool fresh;
  if (ft_datagram_check(data, size, &datagram, NULL) != 0 || datagram.layout->version == 1) return;
  const struct key key = {*source, datagram.engine_type, datagram.engine_id};
  uint32_t *next = ft_recent_find(numbering->next, &key, &fresh);
  if (next == NULL) return;
  ft_datagram_renumber(data, *next);
  *next += datagram.count;
}
