/*
 * Inside of the filter language: the tree that a file becomes, and the tables
 * of primitive types and match items. Spec filter.md 3, 4.
 */
#ifndef FT_FILTER_FILTER_H
#define FT_FILTER_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/language.h"
#include "conf/names.h"
#include "ft/filter.h"

enum ft_op { FT_OP_LT, FT_OP_GT, FT_OP_EQ, FT_OP_NE, FT_OP_LE, FT_OP_GE, FT_OP_COUNT };
extern const char *const ft_op_names[FT_OP_COUNT];

/* Numbers first to last, both included. */
struct ft_span {
  uint64_t first, last;
};
#define FT_OP_SPANS 2
/* The numbers that OP number holds for, as up to FT_OP_SPANS spans; how many they are. */
size_t ft_op_spans(enum ft_op op, uint64_t number, struct ft_span spans[FT_OP_SPANS]);

/* One permit or deny line. Which members count is the type's affair, the others are 0. */
struct ft_entry {
  struct ft_addr addr, addr_mask;
  uint8_t length; /* of a prefix */
  uint8_t op;     /* enum ft_op */
  uint64_t number, number_mask;
  double real;
  bool permit; /* not part of the key */
};

/* The entries of a primitive, no two with the same key. */
struct ft_entries {
  struct ft_entry *list;
  size_t count, room;
  uint32_t *index; /* hash table of positions + 1; 0: free */
  size_t index_size;
};
/* The entry with the key of entry, or NULL. */
struct ft_entry *ft_entries_find(const struct ft_entries *entries, const struct ft_entry *entry);
/* Appends an entry whose key is new. false: no memory. */
bool ft_entries_add(struct ft_entries *entries, const struct ft_entry *entry);
void ft_entries_clear(struct ft_entries *entries);

/* How values are told apart; one compiled form each (compile.c). */
enum ft_test_kind {
  FT_TEST_TABLE,    /* buckets */
  FT_TEST_VALUES,   /* entries: numbers compared with op, the first that holds */
  FT_TEST_PREFIXES, /* entries: addr and length, the longest */
  FT_TEST_MASKS,    /* entries: (value AND mask) == value, the first that holds */
  FT_TEST_REALS,    /* as VALUES, with doubles */
  FT_TEST_SAMPLE    /* the last line's number */
};

/* What is compared. */
enum ft_value_kind {
  FT_VALUE_FIELD,
  FT_VALUE_START, /* whole seconds */
  FT_VALUE_END,
  FT_VALUE_DURATION, /* milliseconds */
  FT_VALUE_PPS,
  FT_VALUE_BPS,
  FT_VALUE_NOTHING
};

enum ft_symbol_table {
  FT_SYM_NONE,
  FT_SYM_PROTOCOL,
  FT_SYM_PORT,
  FT_SYM_AS,
  FT_SYM_TAG,
  FT_SYM_COUNT
};

struct ft_formula;
struct ft_primitive;

struct ft_primitive_type {
  const char *name;
  /* Reads a permit or deny line; its first word is there. */
  bool (*add)(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
              const char *word, bool permit);
  enum ft_test_kind test;
  uint32_t limit; /* buckets: number of values */
  bool maskable;
  bool local_time; /* values are seconds of the local day */
  enum ft_symbol_table symbols[2];
};

/* Bits of enum ft_type_id: what a match item takes. */
enum ft_type_id {
  FT_TYPE_AS,
  FT_TYPE_PROTOCOL,
  FT_TYPE_PORT,
  FT_TYPE_PREFIX_LENGTH,
  FT_TYPE_TOS,
  FT_TYPE_TCP_FLAGS,
  FT_TYPE_IFINDEX,
  FT_TYPE_ENGINE,
  FT_TYPE_ADDRESS,
  FT_TYPE_TAG,
  FT_TYPE_ADDRESS_MASK,
  FT_TYPE_TAG_MASK,
  FT_TYPE_COUNTER,
  FT_TYPE_DOUBLE,
  FT_TYPE_TIME,
  FT_TYPE_DATE,
  FT_TYPE_PREFIX,
  FT_TYPE_RATE,
  FT_TYPE_COUNT
};
extern const struct ft_primitive_type ft_primitive_types[FT_TYPE_COUNT];

enum ft_mode { FT_MODE_UNSET, FT_MODE_PERMIT, FT_MODE_DENY };

/* Buckets of a page. */
#define FT_PAGE_SIZE 256

struct ft_primitive {
  char *name;
  const struct ft_primitive_type *type; /* NULL: none so far */
  bool permit_default;
  uint8_t mask; /* of maskable types */
  /* Buckets, enum ft_mode, type->limit of them. They come in pages, NULL: all are unset. A file
     may have thousands of primitives of one port each. */
  uint8_t **pages;
  struct ft_entries entries;
};

/* An empty primitive without type or name; NULL for lack of memory. */
struct ft_primitive *ft_primitive_new(void);
/* Gives the type, and pages for buckets if it has them. false: no memory. */
bool ft_primitive_set_type(struct ft_primitive *primitive, enum ft_type_id type);
/* Sets the buckets low..high, those beyond the type's limit left out. false: no memory. */
bool ft_primitive_set_range(struct ft_primitive *primitive, uint64_t low, uint64_t high,
                            enum ft_mode mode);
/* The bucket of a value below the type's limit. */
enum ft_mode ft_primitive_mode(const struct ft_primitive *primitive, uint64_t value);
void ft_primitive_free(struct ft_primitive *primitive);
/* How many pages the buckets of a type need. */
size_t ft_page_count(const struct ft_primitive_type *type);

struct ft_match_item {
  const char *name, *other_name; /* other_name may be NULL */
  uint32_t types;                /* bits of the types it takes */
  enum ft_value_kind value;
  enum ft_field_id field; /* FT_VALUE_FIELD, and the counter of PPS and BPS */
};
/* NULL if there is none. */
const struct ft_match_item *ft_match_item_find(const char *name);
/* Bits of the fields that the item's value needs. */
uint64_t ft_match_item_fields(const struct ft_match_item *item);

/* One match line; resolved once the file has been read. */
struct ft_match {
  char *item_name, *primitive_name;
  const struct ft_match_item *item;
  struct ft_primitive *primitive;
  bool opens_group;
};

struct ft_filter_def {
  char *name;
  struct ft_match *matches;
  size_t count, room;
  bool group_ended; /* by `or`: the next match opens a group */
  bool invert;
  struct ft_formula *formula; /* what all this comes to (formula.h) */
};

struct ft_filters {
  struct ft_names primitive_names, definition_names;
  struct ft_primitive **primitives;
  size_t primitive_count, primitive_room;
  struct ft_filter_def **definitions;
  size_t definition_count, definition_room;
  struct ft_symbols *symbols[FT_SYM_COUNT]; /* read when a name asks for them */
};

void ft_filters_clear_symbols(struct ft_filters *filters);
/* A name of one of the type's tables. false: unknown, or the tables could not be read. */
bool ft_filters_symbol(struct ft_filters *filters, const struct ft_primitive_type *type,
                       const char *name, const struct ft_log *log, uint32_t *value);

/* -- the statements; false with an error -- */

bool ft_filters_open_primitive(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_type(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_line(struct ft_filters *filters, struct ft_scan *scan, bool permit);
bool ft_filters_default(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_mask(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_open_definition(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_match(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_or(struct ft_filters *filters, struct ft_scan *scan);
bool ft_filters_invert(struct ft_filters *filters, struct ft_scan *scan);

/* Looks all names up. false with the errors of filter.md 8 that have no line number. */
bool ft_filters_resolve(struct ft_filters *filters, struct ft_error *err);

/* Reads the permit and deny lines of the types (buckets.c, lines.c). */
bool ft_add_buckets(struct ft_filters *filters, struct ft_primitive *primitive,
                    struct ft_scan *scan, const char *word, bool permit);
bool ft_add_address(struct ft_filters *filters, struct ft_primitive *primitive,
                    struct ft_scan *scan, const char *word, bool permit);
bool ft_add_address_mask(struct ft_filters *filters, struct ft_primitive *primitive,
                         struct ft_scan *scan, const char *word, bool permit);
bool ft_add_prefix(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                   const char *word, bool permit);
bool ft_add_tag(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                const char *word, bool permit);
bool ft_add_tag_mask(struct ft_filters *filters, struct ft_primitive *primitive,
                     struct ft_scan *scan, const char *word, bool permit);
bool ft_add_counter(struct ft_filters *filters, struct ft_primitive *primitive,
                    struct ft_scan *scan, const char *word, bool permit);
bool ft_add_double(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                   const char *word, bool permit);
bool ft_add_time(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                 const char *word, bool permit);
bool ft_add_date(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                 const char *word, bool permit);
bool ft_add_rate(struct ft_filters *filters, struct ft_primitive *primitive, struct ft_scan *scan,
                 const char *word, bool permit);

#endif
