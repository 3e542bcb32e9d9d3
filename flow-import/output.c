#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "prog.h"

#define ROOM 512 /* records */

void import_begin(struct import_job *job, const struct output_options *options) {
  struct ft_error err = FT_ERROR_INIT;

  job->records = malloc(ROOM * (size_t)job->layout->size);
  if (!job->records) prog_out_of_memory();
  job->writer = output_new_flows(options, job->layout, "flow-import", &err);
  if (!job->writer) prog_fail(&err, NULL);
}

static void write_records(struct import_job *job, const void *records, size_t count) {
  struct ft_error err = FT_ERROR_INIT;
  if (ft_writer_put(job->writer, records, count, &err) < 0) prog_fail(&err, NULL);
}

static void flush(struct import_job *job) {
  if (job->count > 0) write_records(job, job->records, job->count);
  job->count = 0;
}

uint8_t *import_record(struct import_job *job) {
  if (job->count == ROOM) flush(job);
  uint8_t *record = job->records + job->count * job->layout->size;
  memset(record, 0, job->layout->size);
  return record;
}

void import_put(struct import_job *job, const void *records, size_t count) {
  flush(job);
  write_records(job, records, count);
}

uint64_t import_end(struct import_job *job) {
  struct ft_error err = FT_ERROR_INIT;
  flush(job);
  if (ft_writer_finish(job->writer, NULL, &err) < 0) prog_fail(&err, NULL);
  uint64_t count = ft_writer_count(job->writer);
  ft_writer_free(job->writer);
  free(job->records);
  return count;
}
