/*
 * The writing thread: records go into blocks, blocks through a bounded queue to
 * the thread, which compresses and writes them. The receiving thread waits only
 * when the queue is full.
 */
#ifndef CAPTURE_SINK_H
#define CAPTURE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "file.h"
#include "ft/error.h"

struct sink;

/* wake is called from the thread when a file is ready to be collected. NULL on failure. */
struct sink *sink_start(void (*wake)(void), const struct ft_log *log, struct ft_error *err);

/* What follows belongs to this file. */
void sink_begin(struct sink *sink, struct capture_file *file);
/*
 * Room for room records of the file's layout. The pointer is good until sink_commit.
 * room is at most FT_DATAGRAM_RECORDS.
 */
uint8_t *sink_room(struct sink *sink, size_t room);
/* The first count records there are to be stored. */
void sink_commit(struct sink *sink, size_t count);
/* Everything so far is to be readable in the file soon. */
void sink_flush(struct sink *sink);
/* The file of sink_begin is to be finished; it comes back by sink_collect. */
void sink_end(struct sink *sink);

/*
 * The next finished file, the caller's from now on, or NULL. *fatal is set to the
 * text of an error that the program should end for, if there is one.
 */
struct capture_file *sink_collect(struct sink *sink, struct ft_error *fatal);
/* Logs trouble with the disk, unless it has been logged since the last good file. */
void sink_trouble(struct sink *sink, struct ft_error *err);

/* Waits until all is done and ends the thread; sink_collect still works. */
void sink_stop(struct sink *sink);
void sink_free(struct sink *sink);

#endif
