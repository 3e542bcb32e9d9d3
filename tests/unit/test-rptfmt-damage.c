/*
 * flow-rptfmt on damaged reports: no input may crash it (run this with the
 * sanitizers), and what text and page write must stay clean.
 */
#include "rptfmt-render.h"

#define MUTATIONS 3000
#define ROOM      16384

static const char reports[] =
    "#  --- ---- ---- Report Information --- --- ---\n"
    "# name:                 talkers\n"
    "# options:              +header,+totals\n"
    "# sort_field:           +octets\n"
    "# records:              4417\n"
    "# first-flow:           1132012805 Tue Nov 15 00:00:05 2005\n"
    "# last-flow:            1132099197 Tue Nov 15 23:59:57 2005\n"
    "# rec1: records,ignores,flows,octets,packets,duration\n"
    "4417,0,5000,15647024,24006,507493\n"
    "# recn: index,first,ip-source-address*,ip-protocol*,flows,octets,packets,duration,avg-bps\n"
    "0,1132012805,221.12.60.90,6,1,5109312,3588,5500,7431726.545455\n"
    "#TALLY %recs=0.1 %flows=0.1 %octets=0.1 %packets=0.1\n"
    "1,1132012805,a-name-that-is-rather-long.example.org,17,1,765544,866,4511,1357648.414986\n"
    "2,1132012805,caf\xc3\xa9 <b>,1,1,483535,559,53268,999.5\n"
    "# stop, hit record limit.\n"
    "# rec1: records,flows\n"
    "2,7\n"
    "# recn: ip-port*,flows\n"
    "80,3\n"
    "443,18446744073709551615\n";

/* Pieces that mean something to the reader or to HTML. */
static const char *const pieces[] = {
    "\n",
    ",",
    "*",
    "#",
    "# recn: ",
    "# rec1: ",
    "# rec2: ",
    "# rec1",
    "# name: ",
    "#  --- ",
    " ",
    "-",
    "+",
    ".",
    "99999999999999999999999999999999999999999999",
    "nan",
    "\xff",
    "\xc2\x80",
    "\x1b",
    "<script>",
    "&",
    "\"",
    ",,,,,,,,,,,,",
    "octets",
    "\t",
    "\r\n",
    "/",
    "-1",
    "0",
};
#define PIECES (sizeof pieces / sizeof *pieces)

static const struct options option_sets[] = {
    {.fields = "all", .width = 80},
    {.fields = "all", .width = 1, .sort = "-octets", .limit = 2, .title = "a\x1b<b>"},
    {.fields = "octets,ip-protocol", .percent = true, .sort = "+flows", .limit = 1},
    {.fields = "flows,ip-source-address,octets", .hide_header = true, .bars = "flows"},
};
#define OPTION_SETS (sizeof option_sets / sizeof *option_sets)

static uint32_t random_state = 20051115;

static size_t below(size_t limit) {
  random_state = random_state * 1664525 + 1013904223;
  return (random_state >> 8) % limit;
}

/* A summary-detail with its 111 values, in front of the other reports. */
static size_t make_input(char *input) {
  size_t used = 0;
  used += (size_t)snprintf(input, ROOM,
                           "# rec1: records,ignores,flows,octets,packets,duration\n"
                           "0,0,5000,15647024,24006,507493\n"
                           "# rec2: time_real,aflowtime,aps,afs,apf,fps,fps_real");
  for (int i = 7; i < 111; i++)
    used += (size_t)snprintf(input + used, ROOM - used, ",v%d", i);
  for (int i = 0; i < 111; i++)
    used += (size_t)snprintf(input + used, ROOM - used, "%s0.%03d", i == 0 ? "\n" : ",", i);
  used += (size_t)snprintf(input + used, ROOM - used, "\n%s", reports);
  return used;
}

/* No control characters and no markup of the input; in text no blanks at line ends. */
static void check_clean(const struct format *format, const char *output) {
  assert_null(strstr(output, format == &format_page ? "<script" : " \n"));
  for (const char *c = output; *c != '\0'; c++)
    assert_true((unsigned char)*c >= 0x20 || *c == '\n');
}

static void show_all_ways(const char *input, size_t length, size_t *shown, size_t *refused) {
  for (size_t i = 0; i < OPTION_SETS; i++) {
    for (const struct format *const *format = formats; *format; format++) {
      struct ft_error err = FT_ERROR_INIT;
      char *output = render(*format, &option_sets[i], input, length, &err);
      if (output && (*format)->sections) check_clean(*format, output);
      if (!output) assert_true(err.length > 0);
      ++*(output ? shown : refused);
      free(output);
    }
  }
}

static void test_cut_off(void **state) {
  (void)state;
  char input[ROOM];
  size_t shown = 0, refused = 0;
  size_t length = make_input(input);
  /* Of the long line of the summary-detail a few places are enough. */
  size_t tables = length - (sizeof reports - 1);
  for (size_t cut = 0; cut <= length; cut += cut < tables ? 7 : 1) {
    /* Memory of its own, so that a sanitizer sees whoever reads beyond the end. */
    char *part = malloc(cut > 0 ? cut : 1);
    assert_non_null(part);
    memcpy(part, input, cut);
    show_all_ways(part, cut, &shown, &refused);
    free(part);
  }
  assert_true(shown > 0 && refused > 0);
}

static size_t replace(char *input, size_t length, size_t at, size_t count, const char *piece) {
  size_t added = strlen(piece);
  if (length - count + added > ROOM) return length;
  memmove(input + at + added, input + at + count, length - at - count);
  memcpy(input + at, piece, added);
  return length - count + added;
}

static size_t mutate(char *input, size_t length) {
  for (size_t changes = 1 + below(4); changes > 0 && length > 0; changes--) {
    size_t at = below(length);
    switch (below(4)) {
    case 0:
      input[at] = (char)below(256);
      break;
    case 1:
      length = replace(input, length, at, 1 + below(length - at), "");
      break;
    default:
      length = replace(input, length, at, below(2), pieces[below(PIECES)]);
      break;
    }
  }
  return length;
}

static void test_mutations(void **state) {
  (void)state;
  char whole[ROOM], input[ROOM];
  size_t shown = 0, refused = 0;
  size_t detail = make_input(whole);
  for (size_t i = 0; i < MUTATIONS; i++) {
    bool tables_only = i % 4 != 0;
    size_t length = tables_only ? sizeof reports - 1 : detail;
    memcpy(input, tables_only ? reports : whole, length);
    show_all_ways(input, mutate(input, length), &shown, &refused);
  }
  assert_true(shown > MUTATIONS && refused > MUTATIONS);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cut_off),
      cmocka_unit_test(test_mutations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
