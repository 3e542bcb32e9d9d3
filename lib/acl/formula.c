#include "config.h"

#include "acl/acl.h"

/* A new test of the item with this name, the last child of parent. NULL: no memory. */
static struct ft_formula *add_test(struct ft_formula *parent, const char *item,
                                   enum ft_type_id type) {
  struct ft_formula *test = ft_formula_new_test(ft_match_item_find(item), type);
  if (test) ft_formula_add(parent, test);
  return test;
}

/* Permits or denies what lies at a side; the first entry that does counts. */
static bool add_side(struct ft_formula *test, const struct ft_acl_side *side, bool permit) {
  struct ft_entry entry = {.addr = side->addr, .addr_mask = side->wildcard, .permit = permit};
  for (unsigned i = 0; i < side->wildcard.width; i++) {
    entry.addr_mask.octets[i] = (uint8_t)~side->wildcard.octets[i];
    entry.addr.octets[i] &= entry.addr_mask.octets[i];
  }
  struct ft_entries *entries = &test->primitive->entries;
  return ft_entries_find(entries, &entry) || ft_entries_add(entries, &entry);
}

/* The number of leading bits that a wildcard leaves to be looked at; -1 if there are others too. */
static int prefix_length(const struct ft_addr *wildcard) {
  int length = 0, bits = wildcard->width * 8;
  while (length < bits && !(wildcard->octets[length / 8] >> (7 - length % 8) & 1))
    length++;
  for (int i = length; i < bits; i++)
    if (!(wildcard->octets[i / 8] >> (7 - i % 8) & 1)) return -1;
  return length;
}

static bool are_prefixes(const struct ft_acl_list *list) {
  size_t i = 0;
  while (i < list->count && prefix_length(&list->entries[i].source.wildcard) >= 0)
    i++;
  return i == list->count;
}

/* Adds the prefix of a side unless an earlier entry has all of it. */
static bool add_prefix(struct ft_formula *test, const struct ft_acl_side *side, bool permit) {
  struct ft_entries *entries = &test->primitive->entries;
  int length = prefix_length(&side->wildcard);
  struct ft_entry entry = {.permit = permit};
  for (int bits = 0; bits <= length; bits++) {
    entry.addr = side->addr;
    entry.length = (uint8_t)bits;
    ft_addr_mask(&entry.addr, (unsigned)bits);
    if (ft_entries_find(entries, &entry)) return true;
  }
  return ft_entries_add(entries, &entry);
}

/*
 * A list may have thousands of entries. If all are prefixes, and those that an earlier entry covers
 * are left out, the first one that matches is the longest one, which is found without trying each.
 */
static struct ft_formula *standard_formula(const struct ft_acl_list *list,
                                           const struct ft_match_item *address) {
  bool prefixes = are_prefixes(list);
  bool (*add)(struct ft_formula *, const struct ft_acl_side *, bool) =
      prefixes ? add_prefix : add_side;
  struct ft_formula *test =
      ft_formula_new_test(address, prefixes ? FT_TYPE_PREFIX : FT_TYPE_ADDRESS_MASK);
  for (size_t i = 0; test && i < list->count; i++) {
    if (add(test, &list->entries[i].source, list->entries[i].permit)) continue;
    ft_formula_free(test);
    return NULL;
  }
  return test;
}

/* -- extended lists: what an entry asks of a flow; each false without memory -- */

static bool ask_address(struct ft_formula *all, const char *item, const struct ft_acl_side *side) {
  struct ft_formula *test = add_test(all, item, FT_TYPE_ADDRESS_MASK);
  return test && add_side(test, side, true);
}

/* Comparisons, because lists have many entries and a table of all ports is big. */
static bool ask_ports(struct ft_formula *all, const char *item, const struct ft_acl_ports *ports) {
  if (!ports->given) return true;
  struct ft_formula *test = add_test(all, item, FT_TYPE_COUNTER);
  if (!test) return false;
  test->negate = ports->others;
  if (ports->low > ports->high) return true; /* nothing holds */
  struct ft_entry below = {.op = FT_OP_LT, .number = (uint64_t)ports->low};
  struct ft_entry within = {.op = FT_OP_LE, .number = (uint64_t)ports->high, .permit = true};
  struct ft_entries *entries = &test->primitive->entries;
  return ft_entries_add(entries, &below) && ft_entries_add(entries, &within);
}

/* ACK or RST. */
static bool ask_established(struct ft_formula *all) {
  struct ft_formula *test = add_test(all, "ip-tcp-flags", FT_TYPE_TCP_FLAGS);
  if (!test) return false;
  test->primitive->mask = 0x14;
  return ft_primitive_set_range(test->primitive, 1, 0x14, FT_MODE_PERMIT);
}

static bool ask_tos(struct ft_formula *all, uint8_t tos, uint8_t mask) {
  struct ft_formula *test = add_test(all, "ip-tos", FT_TYPE_TOS);
  if (!test) return false;
  test->primitive->mask = mask;
  return ft_primitive_set_range(test->primitive, tos, tos, FT_MODE_PERMIT);
}

static bool ask_protocol(struct ft_formula *all, uint16_t protocol) {
  if (protocol == FT_ACL_ALL_PROTOCOLS) return true;
  struct ft_formula *test = ft_formula_protocol((uint8_t)protocol);
  if (test) ft_formula_add(all, test);
  return test;
}

static bool ask_entry(struct ft_formula *all, const struct ft_acl_entry *entry) {
  return ask_protocol(all, entry->protocol) &&
         ask_address(all, "ip-source-address", &entry->source) &&
         ask_address(all, "ip-destination-address", &entry->destination) &&
         ask_ports(all, "ip-source-port", &entry->source_ports) &&
         ask_ports(all, "ip-destination-port", &entry->destination_ports) &&
         (!entry->established || ask_established(all)) &&
         (!entry->tos_mask || ask_tos(all, entry->tos, entry->tos_mask));
}

static struct ft_formula *extended_formula(const struct ft_acl_list *list) {
  struct ft_formula *first = ft_formula_new(FT_FORMULA_FIRST);
  for (size_t i = 0; first && i < list->count; i++) {
    struct ft_formula *all = ft_formula_new(FT_FORMULA_ALL);
    if (all) {
      all->verdict = list->entries[i].permit;
      ft_formula_add(first, all);
      if (ask_entry(all, &list->entries[i])) continue;
    }
    ft_formula_free(first);
    return NULL;
  }
  return first;
}

struct ft_formula *ft_acl_list_formula(const struct ft_acl_list *list,
                                       const struct ft_match_item *address) {
  return list->kind == FT_ACL_STANDARD ? standard_formula(list, address) : extended_formula(list);
}
