/*
 * Datagrams as the collectors take them: check, exporters, sequence numbers, decoding,
 * translation, and encoding what came of it. Pieces: the tag is the source.
 */
#include "config.h"

#include <stdlib.h>

#include "collect/intake.h"
#include "fuzz.h"

#define NOW 1131969600

static int take_encoded(void *arg, const uint8_t *data, size_t size) {
  struct ft_datagram datagram;
  (void)arg;
  FUZZ_HOLDS(ft_datagram_check(data, size, &datagram, NULL) == 0);
  return 0;
}

static void encode(const struct ft_layout *layout, const void *records, size_t count) {
  struct ft_encoder *encoder = ft_encoder_new(layout, take_encoded, NULL, NULL);
  if (!encoder) return;
  ft_encoder_put(encoder, records, count);
  ft_encoder_flush(encoder);
  ft_encoder_free(encoder);
}

static void take(struct ft_intake *intake, const struct ft_datagram *datagram,
                 const struct ft_addr *source) {
  static uint8_t decoded[FT_DATAGRAM_RECORDS * FT_RECORD_MAX],
      translated[FT_DATAGRAM_RECORDS * FT_RECORD_MAX];
  const struct ft_translation *translation;
  FUZZ_HOLDS(datagram->count <= FT_DATAGRAM_RECORDS);
  ft_datagram_decode(datagram, source, decoded);
  encode(datagram->layout, decoded, datagram->count);
  if (ft_intake_translation(intake, datagram->layout, &translation, NULL) == 0 && translation)
    ft_translate(translation, decoded, translated, datagram->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const struct ft_addr any = ft_addr_from_u32(0);
  struct ft_intake *intake = ft_intake_new(&any, &fuzz_log);
  if (!intake) return 0;
  ft_intake_explain(intake, true);
  struct fuzz_piece piece;
  uint8_t *copy;
  int64_t now = NOW;
  /* In a stream of tagged flows, of version 5, or of what comes first. */
  if (size % 3) ft_intake_set_layout(intake, ft_layout_find(size % 3 == 1 ? 5 : 1005, 0));
  for (; fuzz_next(&data, &size, &piece, &copy); free(copy), now += 7) {
    struct ft_received received = {.data = piece.data, .size = piece.size, .cut = piece.tag == 255};
    if (received.size > FT_DATAGRAM_MAX) received.size = FT_DATAGRAM_MAX;
    received.source = ft_addr_from_u32(UINT32_C(0x0a000000) + piece.tag % 4);
    received.destination = any;
    struct ft_datagram datagram;
    if (ft_intake_datagram(intake, &received, now, &datagram))
      take(intake, &datagram, &received.source);
  }
  ft_intake_stat(intake, now, NOW, NULL, NULL);
  ft_intake_report_hidden(intake, now, true);
  ft_intake_free(intake);
  return 0;
}
