#include "passing.h"

#include <string.h>

#include "prog.h"

/* Flows filtered in one go. */
#define PIECE 4096

/* Moves the records that pass to the front; returns how many there are. */
static size_t compact(uint8_t *records, size_t size, const uint8_t *pass, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!pass[i]) continue;
    if (kept != i) memcpy(records + kept * size, records + i * size, size);
    kept++;
  }
  return kept;
}

/* Returns the number of flows read, or -1. */
static int64_t copy_flows(struct ft_reader *reader, struct ft_filter *filter,
                          struct ft_writer *writer, struct ft_error *err) {
  size_t size = ft_reader_layout(reader)->size;
  uint8_t pass[PIECE];
  struct ft_batch batch;
  int64_t flows = 0;
  while (ft_reader_next(reader, &batch)) {
    flows += (int64_t)batch.count;
    for (size_t done = 0, count; done < batch.count; done += count) {
      uint8_t *records = batch.records + done * size;
      count = batch.count - done < PIECE ? batch.count - done : PIECE;
      memset(pass, 1, count);
      ft_filter_run(filter, records, count, pass);
      size_t kept = compact(records, size, pass, count);
      if (kept && ft_writer_put(writer, records, kept, err) != 0) return -1;
    }
  }
  return flows;
}

void pass_flows(struct ft_reader *reader, struct ft_filter *filter,
                const struct output_options *options, enum output_fields fields) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_writer *writer = output_passed_flows(options, ft_reader_header(reader),
                                                 ft_reader_layout(reader), fields, &err);
  if (!writer) prog_fail(&err, NULL);
  int64_t flows = copy_flows(reader, filter, writer, &err);
  if (flows < 0 || ft_writer_finish(writer, NULL, &err) != 0) prog_fail(&err, NULL);
  ft_writer_free(writer);
  if (options->debug > 0) prog_profile_print((uint64_t)flows);
}
