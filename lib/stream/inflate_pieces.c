/*
 * A file is cut behind marks of flushes. A piece counts if it can be inflated without what is in
 * front of it and ends just where the next one begins: then the octets are those that come out
 * in order. (A mark may be there by chance, and files of others refer to what is in front of
 * their marks: such a piece fails, and the caller goes back to one thread.)
 */
#include "config.h"

#include "inflate_pieces.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "../base/thread.h"
#include "inflate_engine.h"

#define HEADER_SIZE  2
#define TRAILER_SIZE 4
/* A piece, deflated, has at least b->least octets, and so many times that at most. */
#define STEPS_MOST 12
/* A file of fewer is not worth a thread. */
#define STEPS_FILE  4
#define MAX_THREADS 8

struct piece {
  uint8_t *input;
  size_t size;
  bool last; /* goes on to the end of the file */
  struct ft_inflated output;
  uint32_t adler; /* of output */
  bool stream_ended, failed;
  uint32_t trailer; /* of a stream that ended */
  bool done;        /* under the lock */
};

struct worker {
  struct ft_pieces *pieces;
  pthread_t thread;
  struct ft_engine *engine;
};

struct ft_pieces {
  int fd;
  size_t least;
  uint32_t adler; /* of what was given */
  size_t given;   /* of the piece that is being read */
  bool failed;

  pthread_mutex_t lock;
  pthread_cond_t room, done;
  /* Under the lock: pieces are cut in order, inflated by whoever cut them, read in order. */
  struct piece *ring;
  size_t ring_size;
  uint64_t cut, read; /* so many so far */
  off_t next;         /* where the next piece begins */
  bool all_cut, stop;

  struct worker *workers;
  unsigned worker_count;
};

/* -- inflating a piece -- */

static void inflate_piece(struct ft_engine *engine, struct piece *p) {
  size_t rest = 0;
  enum ft_engine_status status = ft_engine_run(engine, p->input, p->size, &p->output, &rest);
  p->stream_ended = status == FT_ENGINE_STREAM_END;
  /* A stream that does not end at the end of a file was cut off. */
  p->failed = p->stream_ended ? rest < TRAILER_SIZE : status != FT_ENGINE_BORDER || p->last;
  if (p->failed) return;
  p->adler = ft_engine_sum(&p->output);
  if (!p->stream_ended) return;
  const uint8_t *t = p->input + p->size - rest;
  p->trailer = (uint32_t)t[0] << 24 | (uint32_t)t[1] << 16 | (uint32_t)t[2] << 8 | t[3];
}

/* -- cutting -- */

/* Behind the first mark that begins at from or later, or 0. */
static size_t behind_mark(const uint8_t *data, size_t size, size_t from) {
  static const uint8_t mark[4] = {0x00, 0x00, 0xff, 0xff};
  while (size - from >= sizeof mark) {
    const uint8_t *at = memchr(data + from + 2, 0xff, size - from - 2);
    if (at == NULL) return 0;
    size_t i = (size_t)(at - data);
    if (i + 1 < size && memcmp(at - 2, mark, sizeof mark) == 0) return i + 2;
    from = i - 1;
  }
  return 0;
}

/* Up to size octets; fewer only at the end of the file. */
static ssize_t read_at(int fd, uint8_t *data, size_t size, off_t offset) {
  size_t have = 0;
  while (have < size) {
    ssize_t n = pread(fd, data + have, size - have, offset + (off_t)have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return -1;
    if (n == 0) break;
    have += (size_t)n;
  }
  return (ssize_t)have;
}

/* The next piece. False: there is no place to cut, or an error of reading. */
static bool cut_piece(struct ft_pieces *b, struct piece *p) {
  size_t have = 0, want = b->least, end = 0;
  for (; end == 0 && !p->last && want <= STEPS_MOST * b->least; want += b->least) {
    ssize_t n = read_at(b->fd, p->input + have, want - have, b->next + (off_t)have);
    if (n < 0) return false;
    size_t before = have;
    have += (size_t)n;
    p->last = have < want;
    /* A mark may lie across two steps. */
    if (before > 0 || p->last) end = p->last ? have : behind_mark(p->input, have, before - 3);
  }
  p->size = end;
  b->next += (off_t)end;
  return end > 0;
}

/* -- the threads -- */

/* The next piece to inflate, cut, or NULL: there are no more. With the lock held. */
static struct piece *take_piece(struct ft_pieces *b) {
  while (!b->stop && !b->all_cut && b->cut - b->read == b->ring_size)
    pthread_cond_wait(&b->room, &b->lock);
  if (b->stop || b->all_cut) return NULL;
  struct piece *p = &b->ring[b->cut++ % b->ring_size];
  p->done = false;
  p->last = false;
  p->failed = !cut_piece(b, p);
  b->all_cut = p->failed || p->last;
  if (b->all_cut) pthread_cond_broadcast(&b->room);
  return p;
}

static void *work(void *arg) {
  struct worker *worker = arg;
  struct ft_pieces *b = worker->pieces;
  struct piece *p;
  pthread_mutex_lock(&b->lock);
  while ((p = take_piece(b)) != NULL) {
    pthread_mutex_unlock(&b->lock);
    if (!p->failed) inflate_piece(worker->engine, p);
    pthread_mutex_lock(&b->lock);
    p->done = true;
    pthread_cond_signal(&b->done);
  }
  pthread_mutex_unlock(&b->lock);
  return NULL;
}

static void start_threads(struct ft_pieces *b, unsigned count) {
  while (b->worker_count < count) {
    struct worker *worker = &b->workers[b->worker_count];
    worker->pieces = b;
    worker->engine = ft_engine_new();
    if (worker->engine == NULL) break;
    if (ft_thread_start(&worker->thread, work, worker) != 0) {
      ft_engine_free(worker->engine);
      break;
    }
    b->worker_count++;
  }
}

/* -- the reader's side -- */

/* Whether the first piece can be cut: files of others have no marks. */
static bool has_marks(struct ft_pieces *b) {
  off_t start = b->next;
  bool found = cut_piece(b, &b->ring[0]) && !b->ring[0].last;
  b->next = start;
  return found;
}

static bool allocate(struct ft_pieces *b, unsigned threads) {
  b->ring_size = threads + 2; /* one is read, one waits */
  b->ring = calloc(b->ring_size, sizeof *b->ring);
  b->workers = calloc(threads, sizeof *b->workers);
  bool good = b->ring != NULL && b->workers != NULL;
  for (size_t i = 0; good && i < b->ring_size; i++) {
    b->ring[i].input = malloc(STEPS_MOST * b->least);
    good = b->ring[i].input != NULL;
  }
  return good;
}

struct ft_pieces *ft_pieces_start(int fd, off_t start, size_t least, unsigned threads) {
  struct stat st;
  if (threads < 2 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
      (uint64_t)(st.st_size - start) < STEPS_FILE * least)
    return NULL;
  struct ft_pieces *b = calloc(1, sizeof *b);
  if (b == NULL) return NULL;
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  pthread_mutex_init(&b->lock, NULL);
  pthread_cond_init(&b->room, NULL);
  pthread_cond_init(&b->done, NULL);
  b->fd = fd;
  b->least = least;
  b->next = start + HEADER_SIZE;
  b->adler = 1;
  if (allocate(b, threads) && has_marks(b)) start_threads(b, threads);
  if (b->worker_count > 0) return b;
  ft_pieces_free(b);
  return NULL;
}

/* The piece that is to be read now, inflated. */
static struct piece *wait_for_piece(struct ft_pieces *b) {
  struct piece *p = &b->ring[b->read % b->ring_size];
  if (b->given > 0) return p;
  pthread_mutex_lock(&b->lock);
  while (b->read == b->cut || !p->done)
    pthread_cond_wait(&b->done, &b->lock);
  pthread_mutex_unlock(&b->lock);
  return p;
}

/* All of it was given. */
static enum ft_pieces_status end_piece(struct ft_pieces *b, const struct piece *p) {
  b->adler = (uint32_t)adler32_combine(b->adler, p->adler, (z_off_t)p->output.size);
  b->given = 0;
  if (p->stream_ended && b->adler == p->trailer) return FT_PIECES_END;
  b->failed = p->stream_ended;
  if (b->failed) return FT_PIECES_FAILED;
  pthread_mutex_lock(&b->lock);
  b->read++;
  pthread_cond_signal(&b->room);
  pthread_mutex_unlock(&b->lock);
  return FT_PIECES_MORE;
}

enum ft_pieces_status ft_pieces_read(struct ft_pieces *b, uint8_t *out, size_t room, size_t *made) {
  struct piece *p = wait_for_piece(b);
  *made = 0;
  if (b->failed || p->failed) return FT_PIECES_FAILED;
  size_t part = p->output.size - b->given < room ? p->output.size - b->given : room;
  memcpy(out, p->output.data + b->given, part);
  b->given += part;
  *made = part;
  return b->given == p->output.size ? end_piece(b, p) : FT_PIECES_MORE;
}

void ft_pieces_free(struct ft_pieces *b) {
  if (b == NULL) return;
  pthread_mutex_lock(&b->lock);
  b->stop = true;
  pthread_cond_broadcast(&b->room);
  pthread_mutex_unlock(&b->lock);
  for (unsigned i = 0; i < b->worker_count; i++) {
    pthread_join(b->workers[i].thread, NULL);
    ft_engine_free(b->workers[i].engine);
  }
  for (size_t i = 0; b->ring != NULL && i < b->ring_size; i++) {
    free(b->ring[i].input);
    free(b->ring[i].output.data);
  }
  pthread_mutex_destroy(&b->lock);
  pthread_cond_destroy(&b->room);
  pthread_cond_destroy(&b->done);
  free(b->ring);
  free(b->workers);
  free(b);
}
