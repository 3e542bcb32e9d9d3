/*
 * Deflating in blocks: each is deflated by itself, refers to nothing in front of it, and ends on
 * an octet, behind the mark of a flush. So several threads can work, what they made joined is one
 * zlib stream, and inflate_pieces.c can inflate it with several.
 */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "../base/thread.h"
#include "deflate_kinds.h"

/* Each begins without a window: in smaller ones that costs more octets. */
#define BLOCK 262144
/* What a block of random octets can grow to, and its sync flush. */
#define OUTPUT      (BLOCK + BLOCK / 8 + 256)
#define MAX_THREADS 16

struct job {
  uint8_t input[BLOCK];
  size_t size;
  bool last; /* of the stream */
  uint8_t output[OUTPUT];
  size_t made;
  uint32_t adler; /* of input */
  bool failed;
  bool done; /* under the lock */
};

/* A thread and its zlib. */
struct worker {
  struct blocks *blocks;
  pthread_t thread;
  z_stream z;
};

struct blocks {
  int level;
  bool started; /* the zlib header has been sent */
  uint32_t adler;

  /* A ring: filled by the caller, deflated by whoever is free, sent by the caller in order. */
  struct job *jobs;
  size_t room, first, used; /* used: from first on, the one that is being filled not counted */
  size_t next;              /* of those used, the first that nobody works on */

  struct worker *workers;
  size_t worker_count; /* threads; 0: the caller deflates, with workers[0].z */
  pthread_mutex_t lock;
  pthread_cond_t filled, done;
  bool stop;
};

static struct job *job_at(struct blocks *b, size_t index) {
  return &b->jobs[(b->first + index) % b->room];
}

/* -- one block -- */

static void deflate_job(z_stream *z, struct job *job) {
  job->failed = true;
  job->adler = (uint32_t)adler32(1, job->input, (uInt)job->size);
  if (deflateReset(z) != Z_OK) return;
  z->next_in = job->input;
  z->avail_in = (uInt)job->size;
  z->next_out = job->output;
  z->avail_out = OUTPUT;
  int rc = deflate(z, job->last ? Z_FINISH : Z_SYNC_FLUSH);
  job->made = OUTPUT - z->avail_out;
  job->failed = rc != (job->last ? Z_STREAM_END : Z_OK) || z->avail_in > 0 || z->avail_out == 0;
}

/* -- the threads -- */

static void *work(void *arg) {
  struct worker *worker = arg;
  struct blocks *b = worker->blocks;
  pthread_mutex_lock(&b->lock);
  for (;;) {
    while (b->next == b->used && !b->stop)
      pthread_cond_wait(&b->filled, &b->lock);
    if (b->stop) break;
    struct job *job = job_at(b, b->next++);
    pthread_mutex_unlock(&b->lock);
    deflate_job(&worker->z, job);
    pthread_mutex_lock(&b->lock);
    job->done = true;
    pthread_cond_signal(&b->done);
  }
  pthread_mutex_unlock(&b->lock);
  return NULL;
}

/* As many as can be had; without any the caller does the work. */
static void start_threads(struct blocks *b, unsigned count) {
  while (b->worker_count < count) {
    struct worker *worker = &b->workers[b->worker_count];
    if (worker->z.state == NULL &&
        deflateInit2(&worker->z, b->level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      break;
    if (ft_thread_start(&worker->thread, work, worker) != 0) break;
    b->worker_count++;
  }
}

static void stop_threads(struct blocks *b) {
  pthread_mutex_lock(&b->lock);
  b->stop = true;
  pthread_cond_broadcast(&b->filled);
  pthread_mutex_unlock(&b->lock);
  for (size_t i = 0; i < b->worker_count; i++)
    pthread_join(b->workers[i].thread, NULL);
}

/* -- the caller's side -- */

static void end(void *arg) {
  struct blocks *b = arg;
  stop_threads(b);
  for (size_t i = 0; b->workers != NULL && i < MAX_THREADS; i++)
    if (b->workers[i].z.state != NULL) deflateEnd(&b->workers[i].z);
  pthread_mutex_destroy(&b->lock);
  pthread_cond_destroy(&b->filled);
  pthread_cond_destroy(&b->done);
  free(b->workers);
  free(b->jobs);
  free(b);
}

static void *start(int level, unsigned threads) {
  struct blocks *b = calloc(1, sizeof *b);
  if (b == NULL) return NULL;
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  pthread_mutex_init(&b->lock, NULL);
  pthread_cond_init(&b->filled, NULL);
  pthread_cond_init(&b->done, NULL);
  b->level = level;
  b->adler = 1;
  /* One for each thread, as many that wait, and one that is being filled. */
  b->room = threads > 1 ? 2 * threads + 1 : 1;
  b->jobs = calloc(b->room, sizeof *b->jobs);
  b->workers = calloc(MAX_THREADS, sizeof *b->workers);
  if (b->jobs != NULL && b->workers != NULL &&
      deflateInit2(&b->workers[0].z, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) ==
          Z_OK) {
    for (size_t i = 0; i < MAX_THREADS; i++)
      b->workers[i].blocks = b;
    if (threads > 1) start_threads(b, threads);
    return b;
  }
  end(b);
  return NULL;
}

static int send_header(struct ft_deflater *d, struct blocks *b, struct ft_error *err) {
  if (b->started) return 0;
  b->started = true;
  return ft_deflate_send_header(d, b->level, err);
}

/* The block being filled follows the others that are used. */
static struct job *filling(struct blocks *b) {
  return job_at(b, b->used);
}

/* Sends the oldest job once it is done. */
static int send_first(struct ft_deflater *d, struct blocks *b, struct ft_error *err) {
  struct job *job = &b->jobs[b->first];
  pthread_mutex_lock(&b->lock);
  while (!job->done)
    pthread_cond_wait(&b->done, &b->lock);
  pthread_mutex_unlock(&b->lock);
  if (job->failed) {
    ft_error_add(err, "deflate(): failed");
    return -1;
  }
  b->adler = (uint32_t)adler32_combine(b->adler, job->adler, (z_off_t)job->size);
  int result = send_header(d, b, err);
  if (result == 0) result = d->sink(d->arg, job->output, job->made, err);
  pthread_mutex_lock(&b->lock);
  b->first = (b->first + 1) % b->room;
  b->used--;
  b->next--;
  pthread_mutex_unlock(&b->lock);
  return result;
}

static void begin_block(struct job *job) {
  job->size = 0;
  job->last = job->done = false;
}

/* Hands the block being filled over. */
static int submit(struct ft_deflater *d, struct blocks *b, bool last, struct ft_error *err) {
  struct job *job = filling(b);
  job->last = last;
  if (b->worker_count == 0) {
    deflate_job(&b->workers[0].z, job);
    job->done = true;
    b->used++;
    b->next++;
    if (send_first(d, b, err) != 0) return -1;
    begin_block(filling(b));
    return 0;
  }
  pthread_mutex_lock(&b->lock);
  b->used++;
  pthread_cond_signal(&b->filled);
  pthread_mutex_unlock(&b->lock);
  if (b->used == b->room && send_first(d, b, err) != 0) return -1;
  begin_block(filling(b));
  return 0;
}

static int send_all(struct ft_deflater *d, struct blocks *b, struct ft_error *err) {
  while (b->used > 0)
    if (send_first(d, b, err) != 0) return -1;
  return 0;
}

static int finish(struct ft_deflater *d, struct blocks *b, struct ft_error *err) {
  if (submit(d, b, true, err) != 0 || send_all(d, b, err) != 0) return -1;
  uint8_t trailer[4];
  for (int i = 0; i < 4; i++)
    trailer[i] = (uint8_t)(b->adler >> (24 - 8 * i));
  return d->sink(d->arg, trailer, sizeof trailer, err);
}

static int put(struct ft_deflater *d, const uint8_t *data, size_t size, enum ft_deflate_mode mode,
               struct ft_error *err) {
  struct blocks *b = d->state;
  while (size > 0) {
    struct job *job = filling(b);
    size_t part = size < BLOCK - job->size ? size : BLOCK - job->size;
    memcpy(job->input + job->size, data, part);
    job->size += part;
    data += part;
    size -= part;
    if (job->size == BLOCK && submit(d, b, false, err) != 0) return -1;
  }
  if (mode == FT_DEFLATE_FINISH) return finish(d, b, err);
  if (mode != FT_DEFLATE_FLUSH) return 0;
  if (filling(b)->size > 0 && submit(d, b, false, err) != 0) return -1;
  return send_all(d, b, err);
}

const struct ft_deflate_kind ft_deflate_blocks = {start, put, end};
