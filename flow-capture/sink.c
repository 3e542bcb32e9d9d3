#include "sink.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "ft/netflow.h"

#define BLOCK_OCTETS 262144
#define QUEUE_JOBS   128 /* and as many blocks: 32 MiB */

enum job_kind { JOB_RECORDS, JOB_FLUSH, JOB_FINISH, JOB_STOP };

struct job {
  enum job_kind kind;
  struct capture_file *file;
  uint8_t *block;
  size_t count; /* records in block */
};

struct sink {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t filled, emptied;
  void (*wake)(void);
  const struct ft_log *log;

  /* Under the lock. */
  struct job jobs[QUEUE_JOBS];
  size_t first, used;
  uint8_t *spare[QUEUE_JOBS + 2]; /* blocks that are not in use */
  size_t spares;
  struct capture_file *finished, **finished_end;
  struct ft_error fatal;
  bool in_trouble; /* the disk's, has been logged */
  uint64_t lost_records;

  /* The receiving thread's own. */
  struct capture_file *file;
  uint8_t *block;
  size_t block_count, block_room; /* records */
  bool unflushed, stopped;
};

/* ---- the queue ---- */

static void push(struct sink *sink, struct job job) {
  pthread_mutex_lock(&sink->lock);
  while (sink->used == QUEUE_JOBS)
    pthread_cond_wait(&sink->emptied, &sink->lock);
  sink->jobs[(sink->first + sink->used++) % QUEUE_JOBS] = job;
  pthread_cond_signal(&sink->filled);
  pthread_mutex_unlock(&sink->lock);
}

static struct job pull(struct sink *sink) {
  pthread_mutex_lock(&sink->lock);
  while (sink->used == 0)
    pthread_cond_wait(&sink->filled, &sink->lock);
  struct job job = sink->jobs[sink->first];
  sink->first = (sink->first + 1) % QUEUE_JOBS;
  sink->used--;
  pthread_cond_signal(&sink->emptied);
  pthread_mutex_unlock(&sink->lock);
  return job;
}

static void give_back(struct sink *sink, uint8_t *block) {
  pthread_mutex_lock(&sink->lock);
  sink->spare[sink->spares++] = block;
  pthread_cond_signal(&sink->emptied);
  pthread_mutex_unlock(&sink->lock);
}

/* All blocks exist from the start, so that a lack of memory shows then. */
static uint8_t *take_block(struct sink *sink) {
  pthread_mutex_lock(&sink->lock);
  while (sink->spares == 0)
    pthread_cond_wait(&sink->emptied, &sink->lock);
  uint8_t *block = sink->spare[--sink->spares];
  pthread_mutex_unlock(&sink->lock);
  return block;
}

/* ---- the thread ---- */

void sink_trouble(struct sink *sink, struct ft_error *err) {
  pthread_mutex_lock(&sink->lock);
  bool first = !sink->in_trouble;
  sink->in_trouble = true;
  pthread_mutex_unlock(&sink->lock);
  if (first) ft_log_error(sink->log, err);
  ft_error_clear(err);
}

/* A file was stored in full: says what the trouble before it has cost. */
static void end_trouble(struct sink *sink) {
  pthread_mutex_lock(&sink->lock);
  uint64_t lost = sink->lost_records;
  sink->lost_records = 0;
  sink->in_trouble = false;
  pthread_mutex_unlock(&sink->lock);
  if (lost > 0)
    ft_log_line(sink->log, "up to %llu flows were not stored", (unsigned long long)lost);
}

static void finish_file(struct sink *sink, struct capture_file *file) {
  struct ft_error err = FT_ERROR_INIT;
  int rc = capture_file_finish(file, &err);
  if (file->finished) end_trouble(sink);
  bool fatal = rc != 0 && !atomic_load(&file->failed);
  if (rc != 0 && !fatal) sink_trouble(sink, &err);
  pthread_mutex_lock(&sink->lock);
  if (fatal) sink->fatal = err;
  sink->lost_records += file->lost_records;
  *sink->finished_end = file;
  sink->finished_end = &file->next;
  pthread_mutex_unlock(&sink->lock);
  sink->wake();
}

static void run_job(struct sink *sink, const struct job *job) {
  struct ft_error err = FT_ERROR_INIT;
  int rc = 0;
  switch (job->kind) {
  case JOB_RECORDS:
    rc = capture_file_put(job->file, job->block, job->count, &err);
    give_back(sink, job->block);
    break;
  case JOB_FLUSH:
    rc = capture_file_flush(job->file, &err);
    break;
  case JOB_FINISH:
    finish_file(sink, job->file);
    break;
  case JOB_STOP:
    break;
  }
  if (rc != 0) sink_trouble(sink, &err);
}

static void *run(void *arg) {
  struct sink *sink = arg;
  struct job job;
  do {
    job = pull(sink);
    run_job(sink, &job);
  } while (job.kind != JOB_STOP);
  return NULL;
}

/* ---- the receiving thread's side ---- */

static int allocate_blocks(struct sink *sink) {
  size_t count = sizeof sink->spare / sizeof *sink->spare;
  for (; sink->spares < count; sink->spares++) {
    sink->spare[sink->spares] = malloc(BLOCK_OCTETS);
    if (sink->spare[sink->spares] == NULL) return -1;
  }
  return 0;
}

struct sink *sink_start(void (*wake)(void), const struct ft_log *log, struct ft_error *err) {
  struct sink *sink = calloc(1, sizeof *sink);
  if (sink == NULL || allocate_blocks(sink) != 0) {
    ft_error_add_memory(err);
    sink_free(sink);
    return NULL;
  }
  pthread_mutex_init(&sink->lock, NULL);
  pthread_cond_init(&sink->filled, NULL);
  pthread_cond_init(&sink->emptied, NULL);
  sink->wake = wake;
  sink->log = log;
  sink->finished_end = &sink->finished;
  int rc = ft_thread_start(&sink->thread, run, sink);
  if (rc == 0) return sink;
  ft_error_add_system(err, rc, "pthread_create()");
  sink_free(sink);
  return NULL;
}

void sink_begin(struct sink *sink, struct capture_file *file) {
  sink->file = file;
  sink->block_room = BLOCK_OCTETS / file->layout->size;
}

static void push_block(struct sink *sink) {
  if (sink->block_count == 0) return;
  push(sink, (struct job){.kind = JOB_RECORDS,
                          .file = sink->file,
                          .block = sink->block,
                          .count = sink->block_count});
  sink->block = NULL;
  sink->block_count = 0;
}

uint8_t *sink_room(struct sink *sink, size_t room) {
  if (sink->block_count + room > sink->block_room) push_block(sink);
  if (sink->block == NULL) sink->block = take_block(sink);
  return sink->block + sink->block_count * sink->file->layout->size;
}

void sink_commit(struct sink *sink, size_t count) {
  sink->block_count += count;
  if (count > 0) sink->unflushed = true;
}

void sink_flush(struct sink *sink) {
  if (!sink->unflushed) return;
  sink->unflushed = false;
  push_block(sink);
  push(sink, (struct job){.kind = JOB_FLUSH, .file = sink->file});
}

void sink_end(struct sink *sink) {
  push_block(sink);
  push(sink, (struct job){.kind = JOB_FINISH, .file = sink->file});
  sink->file = NULL;
  sink->unflushed = false;
}

struct capture_file *sink_collect(struct sink *sink, struct ft_error *fatal) {
  pthread_mutex_lock(&sink->lock);
  struct capture_file *file = sink->finished;
  if (file != NULL) sink->finished = file->next;
  if (sink->finished == NULL) sink->finished_end = &sink->finished;
  if (sink->fatal.length > 0) *fatal = sink->fatal;
  ft_error_clear(&sink->fatal);
  pthread_mutex_unlock(&sink->lock);
  return file;
}

void sink_stop(struct sink *sink) {
  if (sink->stopped) return;
  push(sink, (struct job){.kind = JOB_STOP});
  pthread_join(sink->thread, NULL);
  sink->stopped = true;
  end_trouble(sink);
}

void sink_free(struct sink *sink) {
  if (sink == NULL) return;
  free(sink->block);
  for (size_t i = 0; i < sink->spares; i++)
    free(sink->spare[i]);
  free(sink);
}
