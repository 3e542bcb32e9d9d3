/* Reports without memory, and orders of which only the first rows are made (report.md 7.1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/count.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* -- allocations that fail: the linker puts these in place of the library's -- */

static long allowed = -1; /* allocations that still succeed, below 0: all */

static bool refused(void) {
  if (allowed == 0) return true;
  if (allowed > 0) allowed--;
  return false;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

void *__wrap_malloc(size_t size) {
  return refused() ? NULL : __real_malloc(size);
}
void *__wrap_calloc(size_t count, size_t size) {
  return refused() ? NULL : __real_calloc(count, size);
}
void *__wrap_realloc(void *memory, size_t size) {
  return refused() ? NULL : __real_realloc(memory, size);
}
void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  return refused() ? NULL : __real_aligned_alloc(alignment, size);
}

/* -- a report that counts -- */

#define FLOWS 40000

static uint8_t *make_flows(const struct ft_layout *layout) {
  uint8_t *records = calloc(FLOWS, layout->size);
  assert_non_null(records);
  for (uint32_t i = 0; i < FLOWS; i++) {
    uint8_t *record = records + i * layout->size;
    struct ft_addr source = ft_addr_from_u32(i), destination = ft_addr_from_u32(i * 7);
    ft_store_addr(record, ft_column(layout, FT_F_SRCADDR), &source);
    ft_store_addr(record, ft_column(layout, FT_F_DSTADDR), &destination);
    ft_store(record, ft_column(layout, FT_F_DPKTS), 1);
    ft_store(record, ft_column(layout, FT_F_UNIX_SECS), i);
  }
  return records;
}

static int count_flows(struct rep_count *count, const struct rep_report *report,
                       const struct ft_layout *layout, const uint8_t *records,
                       struct ft_error *err) {
  static uint8_t pass[FLOWS];
  memset(pass, 1, sizeof pass);
  if (rep_count_init(count, report, layout, err) < 0) return -1;
  return rep_count_records(count, records, FLOWS, layout->size, pass, err);
}

static void check_message(const struct rep_count *count, const struct ft_error *err) {
  char expected[100];
  snprintf(expected, sizeof expected, "Out of memory at %u rows of report \"hosts\".",
           count->table.count);
  assert_string_equal(err->text, expected);
}

/* The number of allocations that counting takes, each of which has failed once. */
static long fail_each(const char *type) {
  const struct rep_report report = {.name = (char *)"hosts", .type = rep_type_find(type)};
  const struct ft_layout *layout = ft_layout_find(5, 0);
  uint8_t *records = make_flows(layout);
  int result = -1;
  long tries = 0;
  for (; result < 0; tries++) {
    struct rep_count count;
    struct ft_error err = FT_ERROR_INIT;
    allowed = tries;
    result = count_flows(&count, &report, layout, records, &err);
    allowed = -1;
    if (result < 0) check_message(&count, &err);
    rep_count_free(&count);
  }
  free(records);
  return tries - 1;
}

static void every_failure_says_how_far_it_came(void **state) {
  (void)state;
  static const char *const types[] = {"ip-source-address", "ip-address",
                                      "ip-source-address-destination-count",
                                      "linear-interpolated-flows-octets-packets"};
  for (size_t i = 0; i < COUNT(types); i++)
    assert_true(fail_each(types[i]) > 20);
  assert_int_equal(fail_each("summary-detail"), 1);
}

/* What was counted before memory ran out is still there, and can be found again. */
static void rows_survive_a_failure(void **state) {
  (void)state;
  struct rep_table table;
  union rep_cell *cells;
  uint32_t row;
  rep_table_init(&table, 1, 1);
  for (uint64_t key = 0; key < 100000; key++) {
    uint32_t before = table.count;
    allowed = 0;
    bool found = rep_table_find(&table, &key, 1, &row, &cells) == 0;
    allowed = -1;
    if (!found) {
      assert_int_equal(table.count, before);
      assert_int_equal(rep_table_find(&table, &key, 1, &row, &cells), 0);
    }
    assert_int_equal(row, key);
    cells[1].n = key;
    if (key % 30000 == 0) rep_table_drop_index(&table);
  }
  for (uint64_t key = 0; key < 100000; key++) {
    assert_int_equal(rep_table_find(&table, &key, 1, &row, &cells), 0);
    assert_ptr_equal(cells, rep_table_row(&table, row));
    assert_int_equal(cells[1].n, key);
  }
  rep_table_free(&table);
}

/*
 * At most 1.5 times keys * (key + counters) octets, the order of all rows included: just
 * after the index has grown, where it is largest for its rows.
 */
static void memory_stays_in_bounds(void **state) {
  (void)state;
  enum { KEYS = 786433, COUNTERS = 5 };
  struct rep_table table;
  rep_table_init(&table, 1, COUNTERS);
  for (uint64_t key = 0; key < KEYS; key++) {
    uint32_t row;
    union rep_cell *cells;
    assert_int_equal(rep_table_find(&table, &key, 1, &row, &cells), 0);
  }
  size_t row_size = (1 + COUNTERS) * sizeof(union rep_cell), key_size = sizeof(uint32_t);
  size_t bound = KEYS * (key_size + COUNTERS * sizeof(uint64_t)) * 3 / 2;
  size_t index = ((size_t)table.slot_mask + 1) * sizeof *table.slots;
  assert_true(KEYS * row_size + index <= bound);
  assert_true(KEYS * (row_size + sizeof(struct rep_item)) <= bound);
  assert_true(table.room - KEYS <= 1u << REP_BLOCK_BITS); /* not touched yet */
  rep_table_free(&table);
}

/* -- orders -- */

enum { ROWS = 70000, VALUE = 1 };

static void fill(struct rep_table *table, unsigned values) {
  uint64_t seed = 3;
  rep_table_init(table, 1, 1);
  for (uint64_t key = 0; key < ROWS; key++) {
    uint32_t row;
    union rep_cell *cells;
    assert_int_equal(rep_table_find(table, &key, 1, &row, &cells), 0);
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    cells[VALUE].n = (seed >> 33) % values;
  }
}

static struct rep_wish wish_for(bool largest_first, size_t places) {
  return (struct rep_wish){
      .sorts = true, .largest_first = largest_first, .by_cell = VALUE, .places = places};
}

/* The first rows alone, however many, are those of the whole order. */
static void check_first_rows(unsigned values, bool largest_first) {
  static const size_t places[] = {1, 2, 15, 1023, 1024, 5000, ROWS / 2, ROWS - 1, ROWS, SIZE_MAX};
  struct rep_table table;
  struct rep_order whole = {0};
  struct rep_wish wish = wish_for(largest_first, SIZE_MAX);
  fill(&table, values);
  assert_int_equal(rep_order_make(&whole, &table, NULL, 0, &wish), 0);
  assert_int_equal(whole.known, ROWS);
  for (size_t i = 1; i < ROWS; i++) {
    const union rep_cell *a = rep_table_row(&table, rep_order_row(&whole, i - 1));
    const union rep_cell *b = rep_table_row(&table, rep_order_row(&whole, i));
    assert_true(largest_first ? a[VALUE].n >= b[VALUE].n : a[VALUE].n <= b[VALUE].n);
    /* Rows from 65536 on come first; equal ones in that order, or in its reverse. */
    bool in_order = (a->n < 65536) == (b->n < 65536) ? a->n < b->n : a->n > b->n;
    if (a[VALUE].n == b[VALUE].n) assert_true(in_order == !largest_first);
  }
  for (size_t p = 0; p < COUNT(places); p++) {
    struct rep_order first = {0};
    wish.places = places[p];
    assert_int_equal(rep_order_make(&first, &table, NULL, 0, &wish), 0);
    assert_int_equal(first.rows, ROWS);
    assert_int_equal(first.known, places[p] < ROWS ? places[p] : ROWS);
    for (size_t i = 0; i < first.known; i++)
      assert_int_equal(rep_order_row(&first, i), rep_order_row(&whole, i));
    rep_order_free(&first);
  }
  rep_order_free(&whole);
  rep_table_free(&table);
}

static void first_rows_of_the_whole_order(void **state) {
  (void)state;
  static const unsigned values[] = {1, 3, 1000, 1u << 31};
  for (size_t i = 0; i < COUNT(values); i++) {
    check_first_rows(values[i], false);
    check_first_rows(values[i], true);
  }
}

static void no_order_without_memory(void **state) {
  (void)state;
  struct rep_table table;
  struct rep_order order = {0};
  struct rep_wish wish = wish_for(true, 15);
  fill(&table, 9);
  allowed = 0;
  int result = rep_order_make(&order, &table, NULL, 0, &wish);
  allowed = -1;
  assert_int_equal(result, -1);
  assert_false(order.made);
  rep_order_free(&order);
  rep_table_free(&table);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_failure_says_how_far_it_came),
      cmocka_unit_test(rows_survive_a_failure),
      cmocka_unit_test(memory_stays_in_bounds),
      cmocka_unit_test(first_rows_of_the_whole_order),
      cmocka_unit_test(no_order_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
