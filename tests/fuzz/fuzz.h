/*
 * What the fuzzing targets share. A target is one function that takes any octets at all:
 * libFuzzer calls it for ever, driver.c once for each file of a corpus.
 *
 * No target asks a name service (names.c), and none writes a file.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdnoreturn.h>

#include "ft/error.h"
#include "ft/record.h"

/* Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run as a finding unless what has to hold does. */
#define FUZZ_HOLDS(condition) ((condition) ? (void)0 : fuzz_broken(#condition))
noreturn void fuzz_broken(const char *condition);

/* A file with this content, at its start: the same descriptor again at each call. */
int fuzz_descriptor(const uint8_t *data, size_t size);
/* The same for what opens files by name. Valid until the next call of either. */
const char *fuzz_path(const uint8_t *data, size_t size);
/* A stream to read the octets from; they must outlive it. */
FILE *fuzz_stream(const uint8_t *data, size_t size);
/* The octets as a string, to be freed; it ends at the first NUL. */
char *fuzz_text(const uint8_t *data, size_t size);
/* Where output goes. */
FILE *fuzz_nowhere(void);

/* Takes warnings, and reads them as a program that prints them would. */
extern const struct ft_log fuzz_log;

/* Is told the name of a definition. */
typedef void fuzz_visit(void *arg, const char *name);
/* The second word of each line that begins with keyword, as the definition languages have it. */
void fuzz_definitions(const uint8_t *data, size_t size, const char *keyword, fuzz_visit *visit,
                      void *arg);

#define FUZZ_RECORDS 64
/* So many records of the layout, some alike, most not; the same at each call. */
uint8_t *fuzz_records(const struct ft_layout *layout);

/* -- inputs that are a row of datagrams or packets -- */

struct fuzz_piece {
  uint8_t tag; /* free for the target */
  const uint8_t *data;
  size_t size;
};
/*
 * The next piece: its tag, its size in two octets, the most significant first, its octets.
 * It is copied to memory of its own, so that reading behind it shows; *copy is to be freed.
 * False at the end of the input.
 */
bool fuzz_next(const uint8_t **data, size_t *size, struct fuzz_piece *piece, uint8_t **copy);

#endif
