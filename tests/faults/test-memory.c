/*
 * Every allocation of what reads, compiles, counts and writes fails once, alone and with all
 * behind it. Each time there is a message about memory, or nothing differs; nothing leaks.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "ft/acl.h"
#include "ft/filter.h"
#include "ft/mask.h"
#include "ft/report.h"
#include "ft/stream.h"
#include "ft/tag.h"
#include "ft/xlate.h"
#include "memory.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define RECORDS      64

/* -- what a run says and gives, kept without an allocation -- */

struct outcome {
  size_t used;
  bool of_memory; /* a line was about it */
  char text[1 << 16];
};
static struct outcome outcome, plain;

static void say(const char *format, ...) {
  va_list args;
  size_t room = sizeof outcome.text - outcome.used;
  va_start(args, format);
  int length = vsnprintf(outcome.text + outcome.used, room, format, args);
  va_end(args);
  if (length > 0) outcome.used += (size_t)length < room ? (size_t)length : room - 1;
}

static void say_octets(const void *data, size_t size) {
  const uint8_t *octets = data;
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ octets[i]) * UINT64_C(1099511628211);
  say("%zu octets %016llx\n", size, (unsigned long long)hash);
}

static void say_line(void *arg, const char *line) {
  (void)arg;
  if (strstr(line, "emory")) outcome.of_memory = true;
  say("%s\n", line);
}
static const struct ft_log log_said = {say_line, NULL};

static void say_error(struct ft_error *err) {
  if (err->length == 0) say("failed without a message\n");
  ft_log_error(&log_said, err);
}

/* -- inputs -- */

static char text[1 << 16]; /* of the file at hand */

static void read_text(const char *path) {
  int fd = open(path, O_RDONLY);
  ssize_t size = read(fd, text, sizeof text - 1);
  text[size > 0 ? size : 0] = '\0';
  close(fd);
}

/* Calls use for the second word of each line that begins with keyword. */
static void each_name(const char *path, const char *keyword,
                      void (*use)(void *loaded, const char *name), void *loaded) {
  char *lines = text;
  read_text(path);
  for (char *line; (line = strsep(&lines, "\n")) != NULL;) {
    char *words, *first = strtok_r(line, " \t", &words);
    char *name = first ? strtok_r(NULL, " \t", &words) : NULL;
    if (name && !strcasecmp(first, keyword)) use(loaded, name);
  }
}

static uint8_t records[RECORDS * FT_RECORD_MAX];

static uint8_t *fresh_records(const struct ft_layout *layout) {
  memset(records, 0, sizeof records);
  for (uint32_t i = 0; i < RECORDS; i++) {
    uint8_t *record = records + i * layout->size;
    struct ft_addr source = ft_addr_from_u32(0x0a000000 + i % 7);
    struct ft_addr destination = ft_addr_from_u32(0xc0000200 + i % 13);
    ft_store_addr(record, ft_column(layout, FT_F_SRCADDR), &source);
    ft_store_addr(record, ft_column(layout, FT_F_DSTADDR), &destination);
    ft_store(record, ft_column(layout, FT_F_UNIX_SECS), 1131969600 + i * 10);
    ft_store(record, ft_column(layout, FT_F_FIRST), 1000 * i);
    ft_store(record, ft_column(layout, FT_F_LAST), 1000 * i + 500);
    ft_store(record, ft_column(layout, FT_F_DPKTS), 1 + i % 5);
    ft_store(record, ft_column(layout, FT_F_DOCTETS), 100 * i);
    ft_store(record, ft_column(layout, FT_F_PROT), i % 2 ? 6 : 17);
    ft_store(record, ft_column(layout, FT_F_DSTPORT), i % 3 ? 80 : 53);
  }
  return records;
}

/* -- what is run -- */

static void run_filter(struct ft_filter *filter, const struct ft_layout *layout) {
  uint8_t pass[RECORDS];
  if (!filter) return;
  memset(pass, 1, sizeof pass);
  ft_filter_run(filter, fresh_records(layout), RECORDS, pass);
  say_octets(pass, sizeof pass);
  ft_filter_free(filter);
}

static void run_definition(void *filters, const char *name) {
  const struct ft_filter_def *def = ft_filters_find(filters, name);
  const struct ft_layout *layout = ft_layout_find(1005, 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_filter *filter = def ? ft_filter_compile(def, layout, &err) : NULL;
  if (def && !filter) say_error(&err);
  run_filter(filter, layout);
}

static struct ft_vars *variables(struct ft_error *err) {
  struct ft_vars *vars = ft_vars_new();
  if (!vars) ft_error_add_memory(err);
  if (vars && ft_vars_set(vars, "PORT=53", err) == 0 && ft_vars_set(vars, "AS=7", err) == 0)
    return vars;
  ft_vars_free(vars);
  return NULL;
}

static void filters(const char *path) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = variables(&err);
  struct ft_filters *loaded = vars ? ft_filters_load(path, vars, &log_said, &err) : NULL;
  ft_vars_free(vars);
  if (!loaded) return say_error(&err);
  each_name(path, "filter-definition", run_definition, loaded);
  ft_filters_free(loaded);
}

static void expression(const char *words) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_filters *loaded = ft_filters_expression(words, &log_said, &err);
  if (!loaded) return say_error(&err);
  run_definition(loaded, "default");
  ft_filters_free(loaded);
}

static void run_list(const struct ft_acl *acl, char letter, const char *name) {
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_filter *filter = NULL;
  struct ft_criteria *criteria = ft_criteria_new();
  if (!criteria) ft_error_add_memory(&err);
  if (criteria && ft_criteria_set(criteria, letter, name, &err) == 1 &&
      ft_criteria_set(criteria, 'p', "53,80-90", &err) == 1 &&
      !ft_criteria_find_lists(criteria, acl))
    filter = ft_criteria_compile(criteria, letter == 'D', layout, &err);
  if (err.length > 0) say_error(&err);
  run_filter(filter, layout);
  ft_criteria_free(criteria);
}

static void access_lists(const char *path) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_acl *acl = ft_acl_load(path, &log_said, &err);
  if (!acl) return say_error(&err);
  run_list(acl, 'S', "9");
  run_list(acl, 'D', "web");
  run_list(acl, 'x', "106");
  ft_acl_free(acl);
}

static void run_tag(void *tags, const char *name) {
  const struct ft_tag_def *def = ft_tags_find(tags, name);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_tag *tag = def ? ft_tag_compile(def, ft_tag_layout(), &err) : NULL;
  if (def && !tag) say_error(&err);
  if (!tag) return;
  ft_tag_run(tag, fresh_records(ft_tag_layout()), RECORDS);
  say_octets(records, RECORDS * ft_tag_layout()->size);
  ft_tag_free(tag);
}

static void tags(const char *path) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = variables(&err);
  struct ft_tags *loaded = vars ? ft_tags_load(path, vars, &log_said, &err) : NULL;
  ft_vars_free(vars);
  if (!loaded) return say_error(&err);
  each_name(path, "tag-definition", run_tag, loaded);
  ft_tags_free(loaded);
}

static void run_mask(void *masks, const char *name) {
  const struct ft_mask_def *def = ft_masks_find(masks, name);
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_mask *mask = def ? ft_mask_compile(def, layout, &err) : NULL;
  if (def && !mask) say_error(&err);
  if (!mask) return;
  ft_mask_run(mask, fresh_records(layout), RECORDS);
  say_octets(records, RECORDS * layout->size);
  ft_mask_free(mask);
}

static void masks(const char *path) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_masks *loaded = ft_masks_load(path, &log_said, &err);
  if (!loaded) return say_error(&err);
  each_name(path, "mask-definition", run_mask, loaded);
  ft_masks_free(loaded);
}

static void run_xlate(void *xlates, const char *name) {
  const struct ft_xlate_def *def = ft_xlates_find(xlates, name);
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_xlate *xlate = def ? ft_xlate_compile(def, layout, &log_said, &err) : NULL;
  if (def && !xlate) say_error(&err);
  if (!xlate) return;
  fresh_records(layout);
  /* Keys are looked at again a day later. */
  for (int64_t now = 1131969600; now <= 1131969600 + 86400; now += 86400)
    ft_xlate_run(xlate, records, RECORDS, now);
  say_octets(records, RECORDS * layout->size);
  ft_xlate_free(xlate);
}

static void xlates(const char *path) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_vars *vars = variables(&err);
  struct ft_xlates *loaded = vars ? ft_xlates_load(path, vars, &log_said, &err) : NULL;
  ft_vars_free(vars);
  if (!loaded) return say_error(&err);
  each_name(path, "xlate-definition", run_xlate, loaded);
  ft_xlates_free(loaded);
}

static void symbols(const char *name) {
  uint32_t value;
  struct ft_symbols *loaded = ft_symbols_load_installed(name, &log_said);
  if (!loaded) return say_line(NULL, "Out of memory"); /* what NULL means */
  say("%s\n", ft_symbols_value(loaded, "tcp", 3, &value) ? ft_symbols_name(loaded, value) : "none");
  ft_symbols_free(loaded);
}

/* -- streams -- */

static void read_stream(const char *path) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_batch batch;
  int fd = open(path, O_RDONLY);
  struct ft_reader *reader = ft_reader_open(fd, &log_said, &err);
  if (reader) {
    while (ft_reader_next(reader, &batch))
      say_octets(batch.records, batch.count * ft_reader_layout(reader)->size);
    say("damage %d\n", ft_reader_damage(reader));
  } else {
    say_error(&err);
  }
  ft_reader_close(reader);
  close(fd);
}

static int out_fd;

/* level: one digit; `t` behind it: in threads. */
static void write_stream(const char *level) {
  const struct ft_layout *layout = ft_layout_find(5, 0);
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;
  struct ft_writer *writer = NULL;
  ft_header_init(&header);
  bool failed = ftruncate(out_fd, 0) != 0 || lseek(out_fd, 0, SEEK_SET) != 0;
  if (ft_header_set_text(&header, FT_TLV_COMMENT, "comment", &err) == 0 &&
      ft_header_set_host(&header, &err) == 0)
    writer = ft_writer_open(out_fd, layout, &header, FT_ORDER_BIG, level[0] - '0', &err);
  if (writer && level[1]) ft_writer_set_threads(writer, 2);
  failed |= !writer;
  for (int i = 0; i < 100 && !failed; i++)
    failed = ft_writer_put(writer, fresh_records(layout), RECORDS, &err) != 0;
  failed = failed || ft_writer_finish(writer, NULL, &err) != 0;
  if (failed) say_error(&err);
  ft_writer_free(writer);
  ft_header_clear(&header);
  ssize_t size = pread(out_fd, text, sizeof text, 0);
  if (!failed) say_octets(text, size > 0 ? (size_t)size : 0);
}

/* -- reports -- */

static FILE *out;

static bool count_and_write(struct ft_report_run *run, struct ft_reader *reader,
                            struct ft_error *err) {
  struct ft_batch batch;
  while (ft_reader_next(reader, &batch))
    if (ft_report_run_put(run, &batch, err) != 0) return false;
  return ft_report_run_finish(run, err) == 0;
}

static void say_file(int fd) {
  ssize_t size = pread(fd, text, sizeof text, 0);
  say_octets(text, size > 0 ? (size_t)size : 0);
}

static void report(const char *definition) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_report_run *run = NULL;
  int fd = open("flows", O_RDONLY);
  rewind(out);
  unlink("output/rows");
  bool good = fd >= 0 && ftruncate(fileno(out), 0) == 0;
  struct ft_reader *reader = good ? ft_reader_open(fd, &log_said, &err) : NULL;
  struct ft_reports *reports =
      reader ? ft_reports_load("reports.conf", NULL, &log_said, &err) : NULL;
  if (reports)
    run = ft_report_run_new(reports, definition, ft_reader_layout(reader), ft_reader_header(reader),
                            out, &log_said, &err);
  good = run && count_and_write(run, reader, &err) && fflush(out) == 0;
  if (!good) say_error(&err);
  ft_report_run_free(run);
  ft_reports_free(reports);
  ft_reader_close(reader);
  close(fd);
  if (!good) return;
  say_file(fileno(out));
  fd = open("output/rows", O_RDONLY);
  say_file(fd);
  close(fd);
}

static const char reports_conf[] = "include-tag tag.cfg\n"
                                   "include-mask mask.cfg\n"
                                   "include-filter filter.cfg\n"
                                   "stat-report pairs\n"
                                   "  type ip-source/destination-address\n"
                                   "  filter udptcp\n"
                                   "  ip-source-address-format prefix-len\n"
                                   "  output\n"
                                   "    sort +octets\n"
                                   "    options +xheader,+totals,+percent-total\n"
                                   "    records 5\n"
                                   "  output\n"
                                   "    format csv\n"
                                   "    sort -packets\n"
                                   "    path output/rows\n"
                                   "stat-report services\n"
                                   "  type ip-source/destination-port\n"
                                   "  output\n"
                                   "    sort +flows\n"
                                   "    options +names\n"
                                   "  output\n"
                                   "    format json\n"
                                   "    fields +pps,+first\n"
                                   "stat-report sources\n"
                                   "  type ip-source-address-destination-count\n"
                                   "  output\n"
                                   "    sort +flows\n"
                                   "stat-report detail\n"
                                   "  type summary-detail\n"
                                   "  output\n"
                                   "stat-report tags\n"
                                   "  type source/destination-tag\n"
                                   "  output\n"
                                   "    options +names\n"
                                   "stat-definition all\n"
                                   "  filter udptcp\n"
                                   "  tag inside-outside\n"
                                   "  mask networks\n"
                                   "  report pairs\n"
                                   "  report services\n"
                                   "  report sources\n"
                                   "  report detail\n"
                                   "  report tags\n"
                                   "stat-definition series\n"
                                   "  time-series 60\n"
                                   "  report pairs\n"
                                   "  report services\n";

static const char xlate_conf[] = "include-filter filter.cfg\n"
                                 "xlate-action hide\n"
                                 "  type ip-address-anonymize\n"
                                 "  algorithm cryptopan-aes128\n"
                                 "  key 0123456789abcdef0123456789abcdef\n"
                                 "xlate-action file\n"
                                 "  type ip-source-address-anonymize\n"
                                 "  algorithm cryptopan-aes128\n"
                                 "  key-file key\n"
                                 "  key-file-refresh 1 0:0:0\n"
                                 "xlate-action more\n"
                                 "  type scale\n"
                                 "  scale 3\n"
                                 "xlate-definition all\n"
                                 "  term\n"
                                 "    filter tcp\n"
                                 "    action hide\n"
                                 "    stop\n"
                                 "  term\n"
                                 "    action file\n"
                                 "    action more\n";

/* -- the failures -- */

static void run_once(void (*run)(const char *input), const char *input) {
  outcome.used = 0;
  outcome.text[0] = '\0';
  outcome.of_memory = false;
  run(input);
}

struct failure {
  void (*run)(const char *input);
  const char *input;
  long nth;
  bool for_good;
};

/* Blocks that a run leaves behind; *failed: there was an allocation to fail. */
static long run_failing(const struct failure *failure, bool *failed) {
  long before = memory_blocks();
  memory_fail(failure->nth, failure->for_good);
  run_once(failure->run, failure->input);
  *failed = memory_failed();
  return memory_blocks() - before;
}

/* What other libraries keep for good they take once, a leak comes each time. */
static bool leaks(const struct failure *failure, bool *failed) {
  for (int tries = 0; tries < 3; tries++)
    if (run_failing(failure, failed) <= 0) return false;
  return true;
}

static bool try_failure(const struct failure *failure) {
  bool failed;
  const char *fault = NULL;
  if (leaks(failure, &failed)) fault = "a leak";
  bool same = outcome.used == plain.used && !memcmp(outcome.text, plain.text, plain.used);
  if (!same && !outcome.of_memory) fault = "no message";
  if (fault)
    fail_msg("%s at allocation %ld%s of %s: %s", fault, failure->nth, failure->for_good ? "+" : "",
             failure->input, outcome.text);
  return failed;
}

/* Each of the first few hundred, then a few more. Returns the number of allocations, about. */
static long fail_each(void (*run)(const char *input), const char *input) {
  run_once(run, input);
  plain = outcome;
  run_once(run, input);
  assert_string_equal(outcome.text, plain.text);
  long nth = 1;
  for (bool failed = true; failed; nth += !failed ? 0 : nth < 400 ? 1 : nth / 4) {
    failed = try_failure(&(struct failure){run, input, nth, false});
    try_failure(&(struct failure){run, input, nth, true});
  }
  return nth - 1;
}

/* -- tests -- */

/* A path in the source tree. */
static const char *source_path(const char *folder, const char *name) {
  static char path[4096];
  const char *srcdir = getenv("SRCDIR");
  snprintf(path, sizeof path, "%s/%s%s%s", srcdir ? srcdir : ".", folder, *name ? "/" : "", name);
  return path;
}

/* The same of what succeeds if nothing fails. */
static long fail_each_good(void (*run)(const char *input), const char *input) {
  long allocations = fail_each(run, input);
  if (strstr(plain.text, "failed")) fail_msg("%s: %s", input, plain.text);
  assert_non_null(strstr(plain.text, "octets"));
  return allocations;
}

/* Every file of a corpus, those with errors too. */
static void fail_corpus(void (*run)(const char *input), const char *corpus) {
  char folder[4096];
  snprintf(folder, sizeof folder, "%s", source_path("tests/fuzz/corpus", corpus));
  DIR *dir = opendir(folder);
  assert_non_null(dir);
  unsigned files = 0;
  for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
    char path[4096 + 256];
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    fail_each(run, path);
    files++;
  }
  closedir(dir);
  assert_true(files > 10);
}

static void filter_files(void **state) {
  (void)state;
  fail_corpus(filters, "filter");
  assert_true(fail_each_good(filters, "filter.cfg") > 100);
}

static void expressions(void **state) {
  (void)state;
  static const char *const words[] = {
      "tcp", "src net 10.0.0.0/8 and not (dst port 80 or 53) and bytes > 500",
      "proto udp or (dst host 192.0.2.1 and src port 1-1024) or packets 3", "src port", "net 1/99"};
  for (size_t i = 0; i < COUNT(words); i++)
    assert_true(fail_each(expression, words[i]) > 3);
}

static void access_list_files(void **state) {
  (void)state;
  fail_corpus(access_lists, "acl");
}
static void tag_files(void **state) {
  (void)state;
  fail_corpus(tags, "tag");
  assert_true(fail_each_good(tags, "tag.cfg") > 50);
}
static void mask_files(void **state) {
  (void)state;
  fail_corpus(masks, "mask");
  assert_true(fail_each_good(masks, "mask.cfg") > 20);
}
static void translation_files(void **state) {
  (void)state;
  fail_corpus(xlates, "xlate");
  assert_true(fail_each_good(xlates, "xlate.cfg") > 50);
}
static void symbol_files(void **state) {
  (void)state;
  assert_true(fail_each(symbols, "ip-prot.sym") > 3);
}

static void streams_that_are_read(void **state) {
  (void)state;
  static const char *const names[] = {"tools-v5.ft",  "tools-v5-big.ft", "tools-v5-z.ft",
                                      "tools-hdr.ft", "tiny.ft",         "stat-scan.ft"};
  for (size_t i = 0; i < COUNT(names); i++)
    assert_true(fail_each_good(read_stream, source_path("tests/golden/data", names[i])) > 1);
}

static void streams_that_are_written(void **state) {
  (void)state;
  static const char *const levels[] = {"0", "1", "6", "1t", "6t"};
  for (size_t i = 0; i < COUNT(levels); i++)
    if (!levels[i][1] || !memory_is_sanitized())
      assert_true(fail_each_good(write_stream, levels[i]) > 1);
}

static void reports(void **state) {
  (void)state;
  assert_true(fail_each_good(report, "all") > 200);
  assert_true(fail_each_good(report, "series") > 200);
}

/* -- a folder with configurations -- */

static char scratch[] = "/tmp/test-memory.XXXXXX";
static const char *const installed[] = {"filter.cfg", "tag.cfg", "mask.cfg"};

static void put_file(const char *name, const char *content, size_t size) {
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_int_equal(write(fd, content, size), size);
  close(fd);
}

static void set_srcdir(void) {
  char path[4096];
  assert_non_null(realpath(source_path(".", ""), path));
  setenv("SRCDIR", path, 1);
  setenv("FLOW_TOOLS_CONFDIR", source_path("tests/golden/data", ""), 1);
  setenv("TZ", "UTC", 1);
}

static int make_scratch(void **state) {
  (void)state;
  static char out_buffer[BUFSIZ];
  set_srcdir();
  assert_non_null(mkdtemp(scratch));
  assert_int_equal(chdir(scratch), 0);
  for (size_t i = 0; i < COUNT(installed); i++) {
    read_text(source_path("configs/cfg", installed[i]));
    put_file(installed[i], text, strlen(text));
  }
  put_file("reports.conf", reports_conf, strlen(reports_conf));
  put_file("xlate.cfg", xlate_conf, strlen(xlate_conf));
  put_file("key", "0123456789abcdef0123456789abcdef", 32);
  assert_int_equal(symlink(source_path("tests/golden/data", "tagmask-mix.ft"), "flows"), 0);
  out = tmpfile();
  assert_non_null(out);
  setvbuf(out, out_buffer, _IOFBF, sizeof out_buffer);
  out_fd = fileno(tmpfile());
  return 0;
}

static int remove_scratch(void **state) {
  (void)state;
  static const char *const made[] = {"reports.conf", "xlate.cfg", "key", "flows", "output/rows"};
  for (size_t i = 0; i < COUNT(installed); i++)
    unlink(installed[i]);
  for (size_t i = 0; i < COUNT(made); i++)
    unlink(made[i]);
  rmdir("output");
  return chdir("/") == 0 ? rmdir(scratch) : -1;
}

/* An argument: only tests of that name (with * and ?). */
int main(int argc, char **argv) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(filter_files),
      cmocka_unit_test(expressions),
      cmocka_unit_test(access_list_files),
      cmocka_unit_test(tag_files),
      cmocka_unit_test(mask_files),
      cmocka_unit_test(translation_files),
      cmocka_unit_test(symbol_files),
      cmocka_unit_test(streams_that_are_read),
      cmocka_unit_test(streams_that_are_written),
      cmocka_unit_test(reports),
  };
  if (argc > 1) cmocka_set_test_filter(argv[1]);
  return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
