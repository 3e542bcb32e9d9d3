/*
 * Reading ahead: threads that inflate the next files of a list while an earlier one is
 * being passed on. What comes out, and what is said, is the same as without.
 */
#ifndef AHEAD_H
#define AHEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "ft/stream.h"
#include "inputs.h"

/* Octets of records that may wait. */
#define AHEAD_OCTETS ((size_t)128 << 20)

struct ahead;
struct ahead_file;

/*
 * Starts so many threads on the compressed files among inputs, which must outlive the result.
 * NULL if there is nothing to gain: one thread, no two such files, no memory.
 */
struct ahead *ahead_start(const struct inputs *inputs, unsigned threads);
/* Ends the threads, whatever they are at. NULL is fine. */
void ahead_free(struct ahead *ahead);

/*
 * The file with this index of the inputs, each once and in ascending order; waits until it has been
 * opened. NULL if it is none of those read ahead, or could not be opened here: to be read the usual
 * way. Its turn has come: the limit does not hold up what ahead_next waits for.
 */
struct ahead_file *ahead_file(struct ahead *ahead, size_t index);
const struct ft_header *ahead_header(const struct ahead_file *file);
const struct ft_layout *ahead_layout(const struct ahead_file *file);
/*
 * The next records, valid until the next call, after the lines that were logged before them have
 * been told to log. false: the end, or a signal has come (stop.h).
 */
bool ahead_next(struct ahead_file *file, const struct ft_log *log, struct ft_batch *batch);
enum ft_damage ahead_damage(const struct ahead_file *file);
/* Frees what is left of it, or leaves that to ahead_free if it was given up before its end. */
void ahead_close(struct ahead_file *file);

#endif
