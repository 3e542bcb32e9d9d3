#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "prepare.h"
#include "sink.h"
#include "write.h"

/* A report of the definition, with what comes between it and the records. */
struct worker {
  struct rep_count count;
  struct ft_filter *filter;
  struct ft_column tags[2]; /* by side; of a tag-mask */
};

struct ft_report_run {
  struct rep_context context;
  struct rep_prepare prepare;
  const struct ft_layout *layout; /* of prepared records */
  struct ft_filter *filter;
  size_t worker_count;
  struct worker *workers;

  bool started; /* the interval has a first flow */
  uint64_t start;
  struct ft_column seconds; /* of the stream's records */

  uint8_t *pass, *report_pass; /* room for a flag of each record of a batch */
  uint8_t *masked;             /* room for its records, if there is a tag-mask */
  size_t room;
  bool masks_tags;

  struct rep_text text;
};

/* -- making -- */

static int make_worker(struct ft_report_run *run, struct worker *worker,
                       const struct rep_report *report, struct ft_error *err) {
  if (rep_count_init(&worker->count, report, run->layout, err) < 0) return -1;
  worker->tags[REP_SOURCE] = ft_column(run->layout, FT_F_SRC_TAG);
  worker->tags[REP_DESTINATION] = ft_column(run->layout, FT_F_DST_TAG);
  run->masks_tags |= report->tag_mask;
  if (!report->filter) return 0;
  worker->filter = ft_filter_compile(report->filter, run->layout, err);
  return worker->filter ? 0 : -1;
}

static int make_workers(struct ft_report_run *run, struct ft_error *err) {
  const struct rep_definition *definition = run->context.definition;
  size_t count = 0;
  for (const struct rep_use *use = definition->uses; use; use = use->next)
    count++;
  if (count) {
    run->workers = calloc(count, sizeof *run->workers);
    if (!run->workers) {
      ft_error_add_memory(err);
      return -1;
    }
  }
  for (const struct rep_use *use = definition->uses; use; use = use->next) {
    if (make_worker(run, &run->workers[run->worker_count++], use->report, err) < 0) return -1;
  }
  if (!definition->filter) return 0;
  run->filter = ft_filter_compile(definition->filter, run->layout, err);
  return run->filter ? 0 : -1;
}

struct ft_report_run *ft_report_run_new(const struct ft_reports *reports, const char *definition,
                                        const struct ft_layout *layout,
                                        const struct ft_header *header, FILE *out,
                                        const struct ft_log *log, struct ft_error *err) {
  const struct rep_definition *found = rep_definition_find(reports, definition);
  if (!found) {
    ft_error_add(err, "ftstat_find_def(%s): failed", definition);
    return NULL;
  }
  struct ft_report_run *run = calloc(1, sizeof *run);
  if (!run) {
    ft_error_add_memory(err);
    return NULL;
  }
  run->context =
      (struct rep_context){.definition = found, .header = header, .log = log, .out = out};
  run->seconds = ft_column(layout, FT_F_UNIX_SECS);
  if (rep_prepare_init(&run->prepare, found, layout, err) == 0) {
    run->layout = run->prepare.out;
    if (make_workers(run, err) == 0) return run;
  }
  ft_report_run_free(run);
  return NULL;
}

void ft_report_run_free(struct ft_report_run *run) {
  if (!run) return;
  for (size_t i = 0; i < run->worker_count; i++) {
    rep_count_free(&run->workers[i].count);
    ft_filter_free(run->workers[i].filter);
  }
  free(run->workers);
  rep_prepare_clear(&run->prepare);
  ft_filter_free(run->filter);
  free(run->pass);
  free(run->report_pass);
  free(run->masked);
  free(run);
}

/* -- writing -- */

static int write_to_sink(struct ft_report_run *run, struct rep_view *view, struct ft_error *err) {
  struct rep_sink sink;
  struct rep_times times = {view->count->first, view->count->last, run->context.now};
  if (rep_sink_open(&sink, view->output, &times, run->context.interval, run->context.out, err) < 0)
    return -1;
  rep_text_start(&run->text, sink.file);
  rep_view_write(view, &run->text, sink.fresh);
  rep_text_finish(&run->text);
  return rep_sink_close(&sink, run->text.error, run->context.log, err);
}

/* What can fail for lack of memory comes first, so that it leaves no half-written file. */
static int write_output(struct ft_report_run *run, struct rep_count *count,
                        const struct rep_output *output, struct ft_error *err) {
  struct rep_view view;
  int result = rep_view_prepare(&view, &run->context, count, output, err);
  if (result == 0) result = write_to_sink(run, &view, err);
  rep_view_free(&view);
  return result;
}

static int write_interval(struct ft_report_run *run, struct ft_error *err) {
  run->context.now = time(NULL);
  for (size_t i = 0; i < run->worker_count; i++) {
    struct rep_count *count = &run->workers[i].count;
    rep_count_finish(count);
    for (const struct rep_output *output = count->report->outputs; output; output = output->next) {
      if (write_output(run, count, output, err) == 0) continue;
      ft_error_add(err, "ftstat_dump(%s): failed.", run->context.definition->name);
      return -1;
    }
  }
  return 0;
}

int ft_report_run_finish(struct ft_report_run *run, struct ft_error *err) {
  if (write_interval(run, err) < 0) return -1;
  if (fflush(run->context.out) == 0 || errno == EPIPE) return 0;
  ft_error_add_system(err, errno, "write error");
  ft_error_add(err, "ftstat_dump(%s): failed.", run->context.definition->name);
  return -1;
}

static int next_interval(struct ft_report_run *run, struct ft_error *err) {
  if (write_interval(run, err) < 0) return -1;
  for (size_t i = 0; i < run->worker_count; i++)
    rep_count_clear(&run->workers[i].count);
  run->context.interval++;
  return 0;
}

/* -- counting -- */

static int make_room(struct ft_report_run *run, size_t records, struct ft_error *err) {
  if (records <= run->room) return 0;
  uint8_t *pass = realloc(run->pass, records);
  if (pass) run->pass = pass;
  uint8_t *report_pass = realloc(run->report_pass, records);
  if (report_pass) run->report_pass = report_pass;
  uint8_t *masked = run->masked;
  if (run->masks_tags) {
    masked = realloc(run->masked, records * run->layout->size);
    if (masked) run->masked = masked;
  }
  if (!pass || !report_pass || (run->masks_tags && !masked)) {
    ft_error_add_memory(err);
    return -1;
  }
  run->room = records;
  return 0;
}

/* A copy of the records in which the tags are masked: other reports see the plain ones. */
static const uint8_t *mask_tags(struct ft_report_run *run, const struct worker *worker,
                                const uint8_t *records, size_t n) {
  memcpy(run->masked, records, n * run->layout->size);
  uint8_t *record = run->masked;
  for (size_t i = 0; i < n; i++, record += run->layout->size) {
    for (unsigned side = 0; side < 2; side++)
      ft_store(record, worker->tags[side],
               ft_load(record, worker->tags[side]) & worker->count.report->tag_masks[side]);
  }
  return run->masked;
}

static int feed(struct ft_report_run *run, struct worker *worker, const uint8_t *records, size_t n,
                struct ft_error *err) {
  const uint8_t *pass = run->pass;
  if (worker->count.report->tag_mask) records = mask_tags(run, worker, records, n);
  if (worker->filter) {
    memcpy(run->report_pass, run->pass, n);
    ft_filter_run(worker->filter, records, n, run->report_pass);
    pass = run->report_pass;
  }
  return rep_count_records(&worker->count, records, n, run->layout->size, pass, err);
}

/* Records of one interval. */
static int put_some(struct ft_report_run *run, uint8_t *stored, size_t n, struct ft_error *err) {
  const uint8_t *records = rep_prepare_records(&run->prepare, stored, n, err);
  if (!records || make_room(run, n, err) < 0) return -1;
  memset(run->pass, 1, n);
  if (run->filter) ft_filter_run(run->filter, records, n, run->pass);
  for (size_t i = 0; i < run->worker_count; i++) {
    if (feed(run, &run->workers[i], records, n, err) < 0) return -1;
  }
  return 0;
}

/* How many of the records belong to the interval. */
static size_t same_interval(struct ft_report_run *run, const uint8_t *records, size_t n) {
  uint32_t length = run->context.definition->time_series;
  if (!length) return n;
  for (size_t i = 0; i < n; i++, records += run->prepare.in->size) {
    uint64_t now = ft_load(records, run->seconds);
    if (!run->started) run->start = now;
    run->started = true;
    if (now > run->start && now - run->start > length) return i;
  }
  return n;
}

int ft_report_run_put(struct ft_report_run *run, const struct ft_batch *batch,
                      struct ft_error *err) {
  uint8_t *records = batch->records;
  size_t left = batch->count;
  while (left) {
    size_t now = same_interval(run, records, left);
    if (put_some(run, records, now, err) < 0) return -1;
    records += now * run->prepare.in->size;
    left -= now;
    if (!left) break;
    if (next_interval(run, err) < 0) return -1;
    run->started = false;
  }
  return 0;
}
