#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import.h"
#include "prog.h"

#define ROOM 512 /* records */

void import_begin(struct import_job *job, enum ft_byte_order order, int level) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_header header;

  job->records = malloc(ROOM * (size_t)job->layout->size);
  if (!job->records) prog_die("out of memory");
  ft_header_init(&header);
  header.flags = FT_FLAG_STREAMING;
  if (ft_header_set_text(&header, FT_TLV_HOSTNAME, "flow-import", &err) < 0 ||
      ft_header_set_text(&header, FT_TLV_COMMENT, "flow-import", &err) < 0)
    prog_fail(&err, NULL);
  job->writer = ft_writer_open(STDOUT_FILENO, job->layout, &header, order, level, &err);
  ft_header_clear(&header);
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
