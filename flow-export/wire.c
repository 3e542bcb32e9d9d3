/* Format 4: export datagrams back to back (spec tools.md 5.5). */
#include "export.h"
#include "ft/netflow.h"
#include "prog.h"

static int sink(void *arg, const uint8_t *data, size_t size) {
  struct text *out = arg;
  char *p = text_begin(out, size);
  memcpy(p, data, size);
  text_end(out, p + size);
  return 0;
}

static int begin(struct export_job *job) {
  struct ft_error err = FT_ERROR_INIT;
  job->state = ft_encoder_new(job->layout, sink, job->out, &err);
  if (job->state) return 0;
  prog_errors(&err);
  return EXPORT_REFUSED;
}

static int put(struct export_job *job, const struct ft_batch *batch) {
  return ft_encoder_put(job->state, batch->records, batch->count);
}

static int end(struct export_job *job) {
  int status = ft_encoder_flush(job->state);
  ft_encoder_free(job->state);
  return status;
}

const struct export_format export_wire = {"wire", NULL, begin, put, end};
