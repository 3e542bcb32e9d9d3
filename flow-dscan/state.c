#include "config.h"

#include "state.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "conf/language.h"
#include "replacement.h"

/* Longer than any number or address. */
#define WORD_SIZE 64

enum trouble { NO_TROUBLE, ENDED, WRONG, NO_MEMORY };

/* Once there is trouble all reading gives nothing. */
struct reader {
  struct scans *scans;
  FILE *in;
  enum trouble trouble;
  uint32_t source, destination; /* that lines I and P belong to; 0: none */
};

/* -- words -- */

/* The next octet that is no blank, or EOF. */
static int skip_blanks(struct reader *r) {
  int c;
  do
    c = getc(r->in);
  while (isspace(c));
  return c;
}

static void read_word(struct reader *r, char *word) {
  size_t length = 0;
  word[0] = '\0';
  if (r->trouble) return;
  int c = skip_blanks(r);
  if (c == EOF) r->trouble = ENDED;
  for (; c != EOF && !isspace(c); c = getc(r->in)) {
    if (length == WORD_SIZE - 1 || c == '\0') {
      r->trouble = WRONG;
      return;
    }
    word[length++] = (char)c;
  }
  word[length] = '\0';
}

static uint32_t read_number(struct reader *r) {
  char word[WORD_SIZE];
  const char *end;
  int64_t value = 0;
  read_word(r, word);
  if (r->trouble) return 0;
  if (!ft_decimal_parse(word, &value, &end) || *end || !isdigit((unsigned char)word[0]))
    r->trouble = WRONG;
  return (uint32_t)value;
}

/* An optional sign and digits, however many; what is no bucket is -1. */
static int64_t read_bucket(struct reader *r) {
  char word[WORD_SIZE];
  read_word(r, word);
  const char *digits = word + (word[0] == '-' || word[0] == '+');
  if (r->trouble) return -1;
  if (!*digits || digits[strspn(digits, "0123456789")]) r->trouble = WRONG;
  int64_t value;
  bool fits = ft_decimal_parse(word, &value, NULL);
  return fits && value >= 0 && value < SCANS_BUCKETS ? value : -1;
}

/* Numbers only: nobody's name server is asked because of a state file. */
static bool parse_addr(const char *word, struct ft_addr *addr) {
  if (strchr(word, ':')) {
    *addr = (struct ft_addr){.width = 16};
    return inet_pton(AF_INET6, word, addr->octets) == 1;
  }
  return !word[strspn(word, "0123456789.")] && ft_addr_parse(word, addr, NULL) == 0;
}

static struct ft_addr read_addr(struct reader *r) {
  char word[WORD_SIZE];
  struct ft_addr addr = {0};
  read_word(r, word);
  if (r->trouble) return addr;
  uint8_t width = r->scans->entries.width;
  if (!parse_addr(word, &addr) || (width && addr.width != width)) r->trouble = WRONG;
  return addr;
}

/* -- lines -- */

static void read_source(struct reader *r) {
  int64_t bucket = read_bucket(r);
  uint32_t depth = read_number(r), flags = read_number(r);
  struct ft_addr addr = read_addr(r);
  r->source = r->destination = 0;
  if (r->trouble) return;
  r->source =
      scans_add_source(r->scans, bucket < 0 ? scans_bucket(&addr) : (uint32_t)bucket, &addr);
  if (!r->source) {
    r->trouble = NO_MEMORY;
    return;
  }
  struct scans_source *source = scans_source(r->scans, r->source);
  source->depth = depth;
  source->flags = flags;
}

static void read_destination(struct reader *r) {
  if (!r->source) r->trouble = WRONG;
  uint32_t time = read_number(r);
  struct ft_addr addr = read_addr(r);
  if (r->trouble) return;
  r->destination = scans_add_destination(r->scans, r->source, &addr, time);
  if (!r->destination) r->trouble = NO_MEMORY;
}

static void read_ports(struct reader *r) {
  if (!r->destination) r->trouble = WRONG;
  for (uint32_t count = read_number(r); count > 0 && !r->trouble; count--) {
    uint32_t port = read_number(r);
    if (r->trouble || port >= PORTS_LIMIT) continue;
    struct scans_destination *destination = scans_destination(r->scans, r->destination);
    if (!ports_add(&r->scans->maps, &destination->ports, port)) r->trouble = NO_MEMORY;
  }
}

bool state_read(struct scans *scans, FILE *in, const struct ft_log *log, struct ft_error *err) {
  struct reader r = {.scans = scans, .in = in};
  while (!r.trouble) {
    int letter = skip_blanks(&r);
    switch (letter) {
    case '.':
      return true;
    case 'H':
      read_source(&r);
      break;
    case 'I':
      read_destination(&r);
      break;
    case 'P':
      read_ports(&r);
      break;
    case EOF:
      r.trouble = ENDED;
      break;
    default:
      ft_error_add(err, "Unknown record type: %c", isprint(letter) ? letter : '?');
      r.trouble = WRONG;
    }
  }
  if (r.trouble == ENDED && !ferror(in)) {
    ft_log_line(log, "fscanf(): EOF");
    return true;
  }
  if (r.trouble == NO_MEMORY) ft_error_add_memory(err);
  ft_error_add(err, "load_state(): failed");
  return false;
}

bool state_load(struct scans *scans, const char *path, const struct ft_log *log,
                struct ft_error *err) {
  FILE *in = fopen(path, "re");
  if (!in) {
    ft_error_add(err, "fopen(%s): failed", path);
    return false;
  }
  bool loaded = state_read(scans, in, log, err);
  fclose(in);
  return loaded;
}

/* -- writing -- */

static void write_destination(const struct scans *scans, uint32_t number, FILE *out) {
  const struct scans_destination *destination = scans_destination(scans, number);
  char text[FT_ADDR_TEXT_SIZE];
  struct ft_addr addr = addresses_addr(&scans->entries, number);
  ft_addr_format(&addr, text);
  fprintf(out, "I  %u %s\n", destination->time, text);
  const struct port_set *ports = &destination->ports;
  if (!ports->count) return;
  fprintf(out, "P %u", ports->count);
  for (unsigned port = 0; (port = ports_next(&scans->maps, ports, port)) < PORTS_LIMIT; port++)
    fprintf(out, " %u", port);
  putc('\n', out);
}

void state_write(const struct scans *scans, FILE *out) {
  for (unsigned bucket = 0; bucket < SCANS_BUCKETS; bucket++)
    for (uint32_t number = scans->buckets[bucket]; number;) {
      const struct scans_source *source = scans_source(scans, number);
      char text[FT_ADDR_TEXT_SIZE];
      struct ft_addr addr = addresses_addr(&scans->entries, number);
      ft_addr_format(&addr, text);
      fprintf(out, "H %u %u %u %s\n", bucket, source->depth, source->flags, text);
      for (uint32_t d = source->first; d; d = scans_destination(scans, d)->next)
        write_destination(scans, d, out);
      number = source->next;
    }
  fputs(".\n", out);
}

bool state_save(const struct scans *scans, const char *path, struct ft_error *err) {
  struct replacement file;
  if (!replacement_open(&file, path)) {
    ft_error_add(err, "fopen(%s): failed", path);
    return false;
  }
  state_write(scans, file.out);
  if (replacement_finish(&file)) return true;
  ft_error_add_system(err, errno, "write(%s)", path);
  return false;
}
