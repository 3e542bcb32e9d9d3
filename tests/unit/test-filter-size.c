/* Filter files of thousands of lines: what they permit, and what they cost. */
#include "filter-load.h"

#include <sys/resource.h>
#include <time.h>

#include "filter/filter.h"

#define P "filter-primitive p\n"

static const struct ft_layout *layout;
static uint8_t record[FT_RECORD_MAX];

/* Definition d of a file. */
static struct ft_filter *compiled(const char *text, size_t length) {
  struct ft_filters *filters = load(text, length);
  if (!filters) fail_msg("%s", err.text);
  struct ft_filter *filter = ft_filter_compile(ft_filters_find(filters, "d"), layout, &err);
  assert_non_null(filter);
  ft_filters_free(filters);
  return filter;
}

static bool permits(struct ft_filter *filter, enum ft_field_id field, uint64_t value) {
  uint8_t pass = 1;
  ft_store(record, ft_column(layout, field), value);
  ft_filter_run(filter, record, 1, &pass);
  return pass;
}

/* -- primitives -- */

/* A table of all ports in each primitive would take twice what is allowed here. */
static void primitives_of_one_port(void **state) {
  (void)state;
  enum { COUNT = 10000 };
  struct rusage before, after;
  char *text = malloc(COUNT * 96);
  size_t length = 0;
  getrusage(RUSAGE_SELF, &before);
  for (unsigned i = 0; i < COUNT; i++)
    length += (size_t)sprintf(text + length, "filter-primitive p%u\ntype ip-port\npermit %u\n", i,
                              65535 - i * 2);
  length += (size_t)sprintf(text + length, "filter-definition d\nmatch src-ip-port p1\nor\n"
                                           "match src-ip-port p9999\n");
  struct ft_filter *filter = compiled(text, length);
  getrusage(RUSAGE_SELF, &after);
  for (unsigned port = 0; port < 65536; port++)
    assert_int_equal(permits(filter, FT_F_SRCPORT, port), port == 65533 || port == 45537);
  ft_filter_free(filter);
  free(text);
  /* Kilobytes; sanitizers double what is asked for. */
  assert_true(after.ru_maxrss - before.ru_maxrss < COUNT * 32L);
}

static void pages_of_a_table(void **state) {
  (void)state;
  static const struct {
    const char *lines;
    uint32_t first, last; /* what is permitted */
  } cases[] = {
      {"permit 255-256\n", 255, 256},
      {"default permit\ndeny 0-511,513-65535\n", 512, 512},
      {"permit 0-65535\ndeny 0-65279\ndeny 65281-65535\n", 65280, 65280},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[256];
    int length =
        snprintf(text, sizeof text, P "type ifindex\n%sfilter-definition d\nmatch src-ifindex p\n",
                 cases[i].lines);
    struct ft_filter *filter = compiled(text, (size_t)length);
    for (uint32_t value = 0; value < 65536; value++)
      if (permits(filter, FT_F_INPUT, value) != (value >= cases[i].first && value <= cases[i].last))
        fail_msg("%s: %u", cases[i].lines, value);
    ft_filter_free(filter);
  }
}

/* -- comparisons -- */

/* As the text says it: the first line that holds decides. */
struct line {
  enum ft_op op;
  uint32_t number;
  bool permit;
};

static bool holds(const struct line *line, uint32_t value) {
  switch (line->op) {
  case FT_OP_LT:
    return value < line->number;
  case FT_OP_GT:
    return value > line->number;
  case FT_OP_EQ:
    return value == line->number;
  case FT_OP_NE:
    return value != line->number;
  case FT_OP_LE:
    return value <= line->number;
  default:
    return value >= line->number;
  }
}

static void comparisons_in_order(void **state) {
  (void)state;
  enum { LINES = 12, ROUNDS = 300 };
  static const uint32_t numbers[] = {0, 1, 2, 3, 5, 8, 9, 10, UINT32_MAX - 1, UINT32_MAX};
  static const uint32_t probes[] = {
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, UINT32_MAX - 2, UINT32_MAX - 1, UINT32_MAX};
  srand(1);
  for (int round = 0; round < ROUNDS; round++) {
    struct line lines[LINES];
    char text[1024];
    int length = sprintf(text, P "type counter\ndefault %s\n", round % 2 ? "permit" : "deny");
    for (size_t i = 0; i < LINES; i++) {
      lines[i] =
          (struct line){(enum ft_op)(rand() % FT_OP_COUNT), numbers[rand() % 10], rand() % 2};
      length += sprintf(text + length, "%s %s %u\n", lines[i].permit ? "permit" : "deny",
                        ft_op_names[lines[i].op], lines[i].number);
    }
    length += sprintf(text + length, "filter-definition d\nmatch octets p\n");
    struct ft_filter *filter = compiled(text, (size_t)length);
    for (size_t p = 0; p < sizeof probes / sizeof *probes; p++) {
      size_t i = 0;
      while (i < LINES && !holds(&lines[i], probes[p]))
        i++;
      bool want = i < LINES ? lines[i].permit : round % 2;
      if (permits(filter, FT_F_DOCTETS, probes[p]) != want) fail_msg("%s%u", text, probes[p]);
    }
    ft_filter_free(filter);
  }
}

/* Each line holds for all values that the ones before it hold for: no line may be tried for each.
 */
static void many_comparisons(void **state) {
  (void)state;
  enum { COUNT = 100000 };
  char *text = malloc(COUNT * 24 + 200);
  int length = sprintf(text, P "type counter\n");
  for (int i = 1; i <= COUNT; i++)
    length += sprintf(text + length, "%s lt %d\n", i % 2 ? "permit" : "deny", i);
  length += sprintf(text + length, "filter-definition d\nmatch octets p\n");
  clock_t start = clock();
  struct ft_filter *filter = compiled(text, (size_t)length);
  assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
  for (uint32_t value = 0; value < COUNT + 10; value++)
    assert_int_equal(permits(filter, FT_F_DOCTETS, value), value < COUNT && value % 2 == 0);
  ft_filter_free(filter);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(primitives_of_one_port),
      cmocka_unit_test(pages_of_a_table),
      cmocka_unit_test(comparisons_in_order),
      cmocka_unit_test(many_comparisons),
  };
  layout = ft_layout_find(5, 0);
  return cmocka_run_group_tests_name("filter-size", tests, make_path, remove_path);
}
