#include "ahead.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/thread.h"
#include "stop.h"

#define MAX_THREADS 16
/* Files that are read at a time or wait: each has buffers of its own. */
#define FILES_AHEAD 32
/* Records are handed over in so many octets at a time: fewer times to wake each other. */
#define ITEM_OCTETS ((size_t)256 << 10)
/* Of these, that nobody needs: used again, as new memory costs as much as inflating into it. */
#define MOST_SPARES 32
/* How long a signal may go unnoticed. */
#define LOOK_UP_NS 100000000L

/* Records, or a line of the log. */
struct item {
  struct item *next;
  size_t count, octets, room; /* count 0: a line */
  uint8_t data[];
};

enum state { UNTOUCHED, OPENING, OPEN, UNUSABLE };

struct ahead_file {
  struct ahead *ahead;
  const struct input *input;
  size_t index;
  int fd;
  struct ft_reader *reader; /* its thread's until ended, as is what is being filled */
  struct item *filling;
  struct item *taken; /* by the last ahead_next */

  /* Under the lock. */
  enum state state;
  bool ended, lacks_memory;
  struct item *first, **last;
};

struct ahead {
  pthread_mutex_t lock;
  pthread_cond_t news, room; /* for the reader of a file, for the threads */
  struct ahead_file *files;
  size_t count;
  size_t next;    /* file that no thread has taken on */
  size_t current; /* file whose turn it is, or was last */
  size_t octets;  /* that wait */
  struct item *spare;
  size_t spares;
  bool stop;
  pthread_t threads[MAX_THREADS];
  size_t thread_count;
};

/* -- the threads -- */

static struct item *new_item(struct ahead *ahead, size_t octets) {
  struct item *item = NULL;
  if (octets < ITEM_OCTETS) octets = ITEM_OCTETS;
  pthread_mutex_lock(&ahead->lock);
  if (octets == ITEM_OCTETS && ahead->spare != NULL) {
    item = ahead->spare;
    ahead->spare = item->next;
    ahead->spares--;
  }
  pthread_mutex_unlock(&ahead->lock);
  if (item == NULL) item = malloc(sizeof *item + octets);
  if (item != NULL) *item = (struct item){.room = octets};
  return item;
}

static void free_item(struct ahead *ahead, struct item *item) {
  if (item == NULL) return;
  pthread_mutex_lock(&ahead->lock);
  bool keep = item->room == ITEM_OCTETS && ahead->spares < MOST_SPARES;
  if (keep) {
    item->next = ahead->spare;
    ahead->spare = item;
    ahead->spares++;
  }
  pthread_mutex_unlock(&ahead->lock);
  if (!keep) free(item);
}

/* With the lock held. What the reader waits for must come, though later files have taken the room.
 */
static bool has_room(const struct ahead_file *file) {
  const struct ahead *ahead = file->ahead;
  bool awaited = file == &ahead->files[ahead->current] && file->first == NULL;
  return awaited || ahead->octets <= AHEAD_OCTETS;
}

/* Waits for room; false: it is over. */
static bool append(struct ahead_file *file, struct item *item) {
  struct ahead *ahead = file->ahead;
  pthread_mutex_lock(&ahead->lock);
  while (!ahead->stop && !has_room(file))
    pthread_cond_wait(&ahead->room, &ahead->lock);
  bool go_on = !ahead->stop && item != NULL;
  if (item == NULL) file->lacks_memory = true;
  if (go_on) {
    ahead->octets += item->octets;
    *file->last = item;
    file->last = &item->next;
    pthread_cond_signal(&ahead->news);
  } else {
    free(item);
  }
  pthread_mutex_unlock(&ahead->lock);
  return go_on;
}

/* Hands over what was filled. */
static bool flush(struct ahead_file *file) {
  struct item *item = file->filling;
  file->filling = NULL;
  return item == NULL || append(file, item);
}

/* false: it is over. */
static bool add(struct ahead_file *file, const void *data, size_t octets, size_t count) {
  if (file->filling != NULL && file->filling->room - file->filling->octets < octets && !flush(file))
    return false;
  struct item *item = file->filling;
  if (item == NULL) file->filling = item = new_item(file->ahead, octets);
  if (item == NULL) return append(file, NULL);
  memcpy(item->data + item->octets, data, octets);
  item->octets += octets;
  item->count += count;
  return true;
}

/* Behind the records before it. */
static void keep_line(void *arg, const char *text) {
  struct ahead_file *file = arg;
  if (flush(file) && add(file, text, strlen(text) + 1, 0)) flush(file);
}

static void set_state(struct ahead_file *file, enum state state) {
  pthread_mutex_lock(&file->ahead->lock);
  file->state = state;
  pthread_cond_signal(&file->ahead->news);
  pthread_mutex_unlock(&file->ahead->lock);
}

static void read_file(struct ahead_file *file) {
  const struct ft_log log = {keep_line, file};
  struct ft_error err = FT_ERROR_INIT;
  file->fd = open(file->input->path, O_RDONLY | O_CLOEXEC);
  if (file->fd >= 0) file->reader = ft_reader_open(file->fd, &log, &err);
  ft_error_clear(&err); /* will be told when it is opened the usual way */
  set_state(file, file->reader != NULL ? OPEN : UNUSABLE);
  if (file->reader == NULL) return;
  size_t size = ft_reader_layout(file->reader)->size;
  struct ft_batch batch;
  while (ft_reader_next(file->reader, &batch))
    if (!add(file, batch.records, batch.count * size, batch.count)) break;
  flush(file);
  close(file->fd);
  file->fd = -1;
  pthread_mutex_lock(&file->ahead->lock);
  file->ended = true;
  pthread_cond_signal(&file->ahead->news);
  pthread_mutex_unlock(&file->ahead->lock);
}

static void *work(void *arg) {
  struct ahead *ahead = arg;
  pthread_mutex_lock(&ahead->lock);
  while (!ahead->stop && ahead->next < ahead->count) {
    if (ahead->next >= ahead->current + FILES_AHEAD) {
      pthread_cond_wait(&ahead->room, &ahead->lock);
      continue;
    }
    struct ahead_file *file = &ahead->files[ahead->next++];
    file->state = OPENING;
    pthread_mutex_unlock(&ahead->lock);
    read_file(file);
    pthread_mutex_lock(&ahead->lock);
  }
  pthread_mutex_unlock(&ahead->lock);
  return NULL;
}

/* -- start and end -- */

static bool is_worth_it(const struct input *input) {
  return input->path != NULL && input->header.flags & FT_FLAG_COMPRESS;
}

static void start_threads(struct ahead *ahead, unsigned threads) {
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  while (ahead->thread_count < threads &&
         ft_thread_start(&ahead->threads[ahead->thread_count], work, ahead) == 0)
    ahead->thread_count++;
}

struct ahead *ahead_start(const struct inputs *inputs, unsigned threads) {
  struct ahead *ahead = threads > 1 ? calloc(1, sizeof *ahead) : NULL;
  if (ahead == NULL) return NULL;
  pthread_mutex_init(&ahead->lock, NULL);
  pthread_cond_init(&ahead->news, NULL);
  pthread_cond_init(&ahead->room, NULL);
  ahead->files = calloc(inputs->count + 1, sizeof *ahead->files);
  for (size_t i = 0; ahead->files != NULL && i < inputs->count; i++) {
    if (!is_worth_it(&inputs->items[i])) continue;
    struct ahead_file *file = &ahead->files[ahead->count++];
    *file = (struct ahead_file){.ahead = ahead, .input = &inputs->items[i], .index = i, .fd = -1};
    file->last = &file->first;
  }
  if (ahead->count > 1) start_threads(ahead, threads);
  if (ahead->thread_count > 0) return ahead;
  ahead_free(ahead);
  return NULL;
}

static void clear(struct ahead_file *file) {
  free_item(file->ahead, file->taken);
  free_item(file->ahead, file->filling);
  file->taken = file->filling = NULL;
  while (file->first != NULL) {
    struct item *item = file->first;
    file->first = item->next;
    free_item(file->ahead, item);
  }
  file->last = &file->first;
  ft_reader_close(file->reader);
  file->reader = NULL;
  if (file->fd >= 0) close(file->fd);
  file->fd = -1;
}

void ahead_close(struct ahead_file *file) {
  pthread_mutex_lock(&file->ahead->lock);
  bool ended = file->ended;
  pthread_mutex_unlock(&file->ahead->lock);
  if (ended) clear(file); /* else its thread is still at it */
}

void ahead_free(struct ahead *ahead) {
  if (ahead == NULL) return;
  pthread_mutex_lock(&ahead->lock);
  ahead->stop = true;
  pthread_cond_broadcast(&ahead->room);
  pthread_mutex_unlock(&ahead->lock);
  for (size_t i = 0; i < ahead->thread_count; i++)
    pthread_join(ahead->threads[i], NULL);
  for (size_t i = 0; i < ahead->count; i++)
    clear(&ahead->files[i]);
  while (ahead->spare != NULL) {
    struct item *item = ahead->spare;
    ahead->spare = item->next;
    free(item);
  }
  pthread_mutex_destroy(&ahead->lock);
  pthread_cond_destroy(&ahead->news);
  pthread_cond_destroy(&ahead->room);
  free(ahead->files);
  free(ahead);
}

/* -- the reader's side -- */

/* With the lock held; returns now and then, as a signal wakes nobody. */
static void wait_for_news(struct ahead *ahead) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += LOOK_UP_NS;
  if (until.tv_nsec >= 1000000000L) {
    until.tv_sec++;
    until.tv_nsec -= 1000000000L;
  }
  pthread_cond_timedwait(&ahead->news, &ahead->lock, &until);
}

struct ahead_file *ahead_file(struct ahead *ahead, size_t index) {
  if (ahead == NULL) return NULL;
  pthread_mutex_lock(&ahead->lock);
  while (ahead->current < ahead->count && ahead->files[ahead->current].index < index)
    ahead->current++;
  pthread_cond_broadcast(&ahead->room);
  struct ahead_file *file = ahead->current < ahead->count ? &ahead->files[ahead->current] : NULL;
  if (file != NULL && file->index != index) file = NULL;
  while (file != NULL && (file->state == UNTOUCHED || file->state == OPENING) && !stop_requested())
    wait_for_news(ahead);
  if (file != NULL && file->state != OPEN) file = NULL;
  pthread_mutex_unlock(&ahead->lock);
  return file;
}

const struct ft_header *ahead_header(const struct ahead_file *file) {
  return ft_reader_header(file->reader);
}

const struct ft_layout *ahead_layout(const struct ahead_file *file) {
  return ft_reader_layout(file->reader);
}

/* The next item, or NULL. */
static struct item *take(struct ahead_file *file) {
  struct ahead *ahead = file->ahead;
  pthread_mutex_lock(&ahead->lock);
  while (file->first == NULL && !file->ended && !stop_requested())
    wait_for_news(ahead);
  struct item *item = stop_requested() ? NULL : file->first;
  if (item != NULL) {
    file->first = item->next;
    if (file->first == NULL) file->last = &file->first;
    ahead->octets -= item->octets;
    pthread_cond_broadcast(&ahead->room);
  }
  pthread_mutex_unlock(&ahead->lock);
  return item;
}

static void tell_no_memory(struct ahead_file *file, const struct ft_log *log) {
  pthread_mutex_lock(&file->ahead->lock);
  bool tell = file->lacks_memory;
  pthread_mutex_unlock(&file->ahead->lock);
  if (tell) ft_log_line(log, "Out of memory");
}

bool ahead_next(struct ahead_file *file, const struct ft_log *log, struct ft_batch *batch) {
  for (;;) {
    free_item(file->ahead, file->taken);
    file->taken = take(file);
    if (file->taken == NULL) {
      tell_no_memory(file, log);
      return false;
    }
    if (file->taken->count > 0) break;
    ft_log_line(log, "%s", (const char *)file->taken->data);
  }
  *batch = (struct ft_batch){file->taken->data, file->taken->count};
  return true;
}

enum ft_damage ahead_damage(const struct ahead_file *file) {
  struct ahead *ahead = file->ahead;
  pthread_mutex_lock(&ahead->lock);
  enum ft_damage damage = FT_WHOLE;
  if (file->lacks_memory)
    damage = FT_UNREADABLE;
  else if (file->ended)
    damage = ft_reader_damage(file->reader);
  pthread_mutex_unlock(&ahead->lock);
  return damage;
}
