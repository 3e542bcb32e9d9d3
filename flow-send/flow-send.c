/* flow-send: sends the flows of a stream as NetFlow datagrams (spec capture.md 5). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect/clock.h"
#include "collect/endpoint.h"
#include "collect/privacy.h"
#include "collect/transmit.h"
#include "ft/netflow.h"
#include "ft/stream.h"
#include "prog.h"

/* Records that are translated at a time. */
#define TRANSLATED 512

struct options {
  bool forge;   /* -s */
  bool profile; /* -d */
  bool masked;  /* -m */
  struct ft_addr mask;
  const struct ft_layout *layout; /* -V, NULL: the stream's */
  uint32_t delay;                 /* -x, microseconds after each datagram */
};

struct sender {
  const struct options *options;
  struct ft_transmitter *transmitter;
  bool failed; /* a datagram could not be sent */
};

static const char usage_text[] =
    "Usage: flow-send [-hs] [-d level] [-m mask] [-V version] [-x delay]\n"
    "         localip/remoteip/port[/ttl] < flows\n"
    "  -d  debug level; not 0: say how long it took\n"
    "  -m  mask for source and destination addresses\n"
    "  -s  forge the source address localip\n"
    "  -V  version to send, N or 8.N; that of the stream\n"
    "  -x  microseconds to wait after each datagram\n";

static noreturn void usage(int status) {
  fputs(usage_text, stderr);
  exit(status);
}

static void read_options(struct options *options, int argc, char **argv) {
  int letter;
  while ((letter = getopt(argc, argv, "d:h?m:sV:x:")) != -1) {
    switch (letter) {
    case 'd':
      options->profile = prog_number(optarg) != 0;
      break;
    case 'm':
      options->mask = prog_mask(optarg);
      options->masked = true;
      break;
    case 's':
      options->forge = true;
      break;
    case 'V':
      options->layout = prog_layout(optarg, 0);
      break;
    case 'x':
      options->delay = prog_delay(optarg);
      break;
    default:
      usage(0);
    }
  }
  if (argc - optind != 1) usage(1);
}

/* A datagram that cannot be sent is lost, the rest goes on. */
static int send_datagram(void *arg, const uint8_t *data, size_t size) {
  struct sender *sender = arg;
  int errnum = ft_transmitter_send(sender->transmitter, data, size, NULL);
  if (errnum != 0) {
    prog_message("send(): %s", strerror(errnum));
    sender->failed = true;
  }
  ft_clock_pause(sender->options->delay, NULL);
  return 0;
}

/* Everything that can be refused comes before the first datagram. */
static struct ft_encoder *prepare(struct sender *sender, const struct ft_layout *from,
                                  const struct ft_layout *to, const char *target,
                                  struct ft_translation **translation) {
  struct ft_error err = FT_ERROR_INIT;
  struct ft_endpoint endpoint;
  *translation = NULL;
  if (ft_endpoint_parse(target, &endpoint, &err) != 0) prog_fail(&err, NULL);
  if (from != to && (*translation = ft_translation_new(from, to, &err)) == NULL)
    prog_fail(&err, NULL);
  struct ft_encoder *encoder = ft_encoder_new(to, send_datagram, sender, &err);
  if (encoder == NULL) prog_fail(&err, NULL);
  sender->transmitter =
      ft_transmitter_open(&endpoint, sender->options->forge ? FT_FORGED_PORT : 0, "", &err);
  if (sender->transmitter == NULL) prog_fail(&err, NULL);
  return encoder;
}

static void encode(struct ft_encoder *encoder, const struct ft_translation *translation,
                   const struct ft_layout *from, const struct ft_batch *batch) {
  static uint8_t translated[TRANSLATED * FT_RECORD_MAX];
  if (translation == NULL) {
    ft_encoder_put(encoder, batch->records, batch->count);
    return;
  }
  for (size_t done = 0; done < batch->count;) {
    size_t part = batch->count - done < TRANSLATED ? batch->count - done : TRANSLATED;
    ft_translate(translation, batch->records + done * from->size, translated, part);
    ft_encoder_put(encoder, translated, part);
    done += part;
  }
}

int main(int argc, char **argv) {
  struct options options = {0};
  struct sender sender = {.options = &options};
  prog_init(argv);
  read_options(&options, argc, argv);
  struct ft_reader *reader = prog_open_input();
  prog_profile_start();

  const struct ft_layout *from = ft_reader_layout(reader);
  const struct ft_layout *to = options.layout != NULL ? options.layout : from;
  struct ft_translation *translation;
  struct ft_encoder *encoder = prepare(&sender, from, to, argv[optind], &translation);
  struct ft_privacy privacy = {0};
  if (options.masked) ft_privacy_bind(&privacy, &options.mask, from);

  uint64_t flows = 0;
  struct ft_batch batch;
  while (ft_reader_next(reader, &batch)) {
    ft_privacy_apply(&privacy, from->size, batch.records, batch.count);
    encode(encoder, translation, from, &batch);
    flows += batch.count;
  }
  ft_encoder_flush(encoder);
  if (options.profile) prog_profile_print(flows);

  ft_encoder_free(encoder);
  ft_translation_free(translation);
  ft_transmitter_close(sender.transmitter);
  ft_reader_close(reader);
  return sender.failed ? 1 : 0;
}
