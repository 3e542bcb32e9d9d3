/* Streams: header, what flow-header prints of it, records, and the header written again. */
#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include "ft/stream.h"
#include "fuzz.h"

static int nowhere(void) {
  static int fd = -1;
  if (fd < 0) fd = open("/dev/null", O_WRONLY);
  return fd;
}

/* As flow-cat passes a stream on. */
static void copy(struct ft_reader *reader) {
  const struct ft_header *header = ft_reader_header(reader);
  const struct ft_layout *layout = ft_reader_layout(reader);
  struct ft_writer *writer = ft_writer_open(nowhere(), layout, header, FT_ORDER_HOST, 0, NULL);
  struct ft_batch batch;
  uint64_t count = 0;
  while (ft_reader_next(reader, &batch)) {
    FUZZ_HOLDS(batch.count > 0);
    count += batch.count;
    ft_records_swap(layout, batch.records, batch.count);
    if (writer) ft_writer_put(writer, batch.records, batch.count, NULL);
  }
  if (writer) {
    FUZZ_HOLDS(ft_writer_count(writer) == count);
    ft_writer_finish(writer, NULL, NULL);
  }
  ft_writer_free(writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct ft_header header;
  ft_header_init(&header);
  if (ft_header_try(fuzz_descriptor(data, size), "input", &header, &fuzz_log) == 0)
    ft_header_print(&header, '#', fuzz_nowhere());
  ft_header_clear(&header);

  struct ft_error err = FT_ERROR_INIT;
  struct ft_reader *reader = ft_reader_open(fuzz_descriptor(data, size), &fuzz_log, &err);
  FUZZ_HOLDS(reader || err.length > 0);
  if (!reader) return 0;
  copy(reader);
  ft_reader_close(reader);
  return 0;
}
