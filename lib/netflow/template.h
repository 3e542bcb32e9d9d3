/*
 * Templates: which information element carries which field. Only the table in
 * template.c knows their numbers.
 */
#ifndef NETFLOW_TEMPLATE_H
#define NETFLOW_TEMPLATE_H

#include "ft/record.h"

enum { TEMPLATE_ELEMENTS = 26 }; /* most elements of a template */

enum element_kind {
  ELEMENT_COLUMN,      /* as it stands in the record */
  ELEMENT_UPTIME,      /* milliseconds by the header's SysUptime, 4 octets */
  ELEMENT_MILLISECONDS /* since 1970, 8 octets */
};

struct element {
  uint16_t number, width; /* octets in the datagram */
  enum element_kind kind;
  struct ft_column column;
};

struct template {
  size_t layout_size; /* octets of a record of the layout */
  size_t record_size; /* of a data record */
  struct ft_clock clock;
  size_t count;
  struct element elements[TEMPLATE_ELEMENTS];
};

/* The template of a layout's records in that version, 9 or 10. */
void template_make(struct template *template, unsigned version, const struct ft_layout *layout);

#endif
