#include "passing.h"

#include <string.h>

#include "prog.h"

/* Returns the number of flows read, or -1. */
static int64_t copy_flows(struct ft_reader *reader, struct ft_writer *writer, pass_step *step,
                          void *work, struct ft_error *err) {
  size_t size = ft_reader_layout(reader)->size;
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    for (size_t done = 0, count; done < batch.count; done += count) {
      uint8_t *records = batch.records + done * size;
      count = batch.count - done < PASS_MAX ? batch.count - done : PASS_MAX;
      size_t left = step(work, &records, count);
      if (left && ft_writer_put(writer, records, left, err) != 0) return -1;
    }
  }
  return flows;
}

void pass_changed(struct ft_reader *reader, const struct ft_layout *layout,
                  const struct output_options *options, enum output_fields fields, pass_step *step,
                  void *work) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_writer *writer =
      output_passed_flows(options, ft_reader_header(reader), layout, fields, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(reader, writer, step, work, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  ft_writer_free(writer);
  if (options->debug > 0) prog_profile_print((uint64_t)flows);
}

struct filtering {
  struct ft_filter *filter;
  size_t size; /* of a record */
};

/* Moves the records that pass to the front. */
static size_t filter_step(void *work, uint8_t **records, size_t count) {
  const struct filtering *filtering = work;
  size_t size = filtering->size, kept = 0;
  uint8_t pass[PASS_MAX];
  memset(pass, 1, count);
  ft_filter_run(filtering->filter, *records, count, pass);
  for (size_t i = 0; i < count; i++) {
    if (!pass[i]) continue;
    if (kept != i) memcpy(*records + kept * size, *records + i * size, size);
    kept++;
  }
  return kept;
}

void pass_flows(struct ft_reader *reader, struct ft_filter *filter,
                const struct output_options *options, enum output_fields fields) {
  const struct ft_layout *layout = ft_reader_layout(reader);
  struct filtering work = {filter, layout->size};
  pass_changed(reader, layout, options, fields, filter_step, &work);
}
