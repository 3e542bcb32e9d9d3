#include "config.h"

#include "collect/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/thread.h"
#include "collect/clock.h"
#include "ft/netflow.h"

/* Of the last look at the socket. */
#define LAST_LOOK_NS FT_NANOSECONDS
/* More than this in use at a time is given back to the system once the ring is empty. */
#define KEEP_OCTETS ((size_t)8 << 20)
/* Small enough for the second level cache: in the quiet one block is used over and over. */
#define BLOCK_OCTETS ((size_t)256 << 10)
#define LEAST_BLOCKS 4
/* Of the draining thread, if that is permitted. */
#define RECEIVER_NICE (-10)
/* The wait between two looks at a socket that was empty: so many octets of its buffer a
 * microsecond. */
#define BUFFER_OCTETS_PER_US 800
#define LONGEST_PAUSE_NS     5000000L
/* Full batches after which a socket that never gets empty has given what it had at first. */
#define CATCH_UP_BATCHES 1024

/* In front of a datagram's octets. */
struct entry {
  uint32_t size; /* of the datagram */
  bool cut;
  struct ft_addr source, destination;
};
#define ALIGN _Alignof(struct entry)
_Static_assert(FT_RING_LEAST / LEAST_BLOCKS >= sizeof(struct entry) + FT_DATAGRAM_MAX + ALIGN,
               "a block has room for any datagram");

/* A part of the memory with entries one after the other, in a list. */
struct block {
  uint8_t *data;
  size_t used;
  struct block *next;
};

struct ft_ring {
  struct ft_receiver *receiver;
  pthread_t thread;
  uint8_t *data;
  size_t room, block_octets, block_count;
  struct block *blocks;
  int wake[2]; /* to the taking thread */
  int call[2]; /* to the draining thread */
  bool stopped;
  atomic_bool stop;
  struct timespec pause;

  pthread_mutex_t lock;
  pthread_cond_t caught_up;
  /* Under the lock: entries lie from tail in the first block to the end of the last one. */
  struct block *first, *last;
  struct block *spare; /* what was freed last, and may be in the cache, goes first */
  size_t tail, waiting, in_use, highest; /* the last two: blocks */
  bool told;                             /* the wake pipe has an octet */
  bool ended;
  uint64_t asked, answered; /* calls of ft_ring_catch_up */
  unsigned batches;         /* since the one that is not answered yet */
  struct ft_ring_counts counts;
  struct ft_error err;
};

/* -- the pipes -- */

static int open_pipe(int fds[2], struct ft_error *err) {
  if (pipe(fds) != 0) {
    fds[0] = fds[1] = -1;
    ft_error_add_system(err, errno, "pipe()");
    return -1;
  }
  for (int i = 0; i < 2; i++) {
    fcntl(fds[i], F_SETFD, FD_CLOEXEC);
    fcntl(fds[i], F_SETFL, O_NONBLOCK);
  }
  return 0;
}

static void close_pipe(int fds[2]) {
  for (int i = 0; i < 2; i++)
    if (fds[i] >= 0) close(fds[i]);
}

/* What has come later calls again. */
static void clear_pipe(int fd) {
  char octets[64];
  ssize_t n = read(fd, octets, sizeof octets);
  (void)n; /* nothing, if it was cleared before */
}

/* With the lock held. */
static void tell(struct ft_ring *ring) {
  if (ring->told) return;
  ring->told = true;
  ssize_t n = write(ring->wake[1], "", 1);
  (void)n; /* the pipe is empty: there is room */
}

/* -- the draining thread -- */

static size_t entry_octets(size_t size) {
  return (sizeof(struct entry) + size + ALIGN - 1) / ALIGN * ALIGN;
}

/* A place for so many octets, or NULL. With the lock held. */
static uint8_t *make_room(struct ft_ring *ring, size_t octets) {
  struct block *block = ring->last;
  if (ring->block_octets - block->used < octets) {
    if (ring->spare == NULL) return NULL;
    block = ring->spare;
    ring->spare = block->next;
    block->used = 0;
    block->next = NULL;
    ring->last->next = block;
    ring->last = block;
    if (++ring->in_use > ring->highest) ring->highest = ring->in_use;
  }
  block->used += octets;
  return block->data + block->used - octets;
}

static void put(struct ft_ring *ring, const struct ft_received *received) {
  uint8_t *at = make_room(ring, entry_octets(received->size));
  if (at == NULL) {
    ring->counts.ring++;
    return;
  }
  struct entry entry = {(uint32_t)received->size, received->cut, received->source,
                        received->destination};
  memcpy(at, &entry, sizeof entry);
  memcpy(at + sizeof entry, received->data, received->size);
  ring->waiting++;
}

/* After a look at the socket that began when so many calls had come. With the lock held. */
static void answer(struct ft_ring *ring, uint64_t asked, int count) {
  if (asked == ring->answered) return;
  if (count == FT_RECEIVE_BATCH && ++ring->batches < CATCH_UP_BATCHES) return;
  ring->batches = 0;
  ring->answered = asked;
  pthread_cond_signal(&ring->caught_up);
}

static uint64_t calls(struct ft_ring *ring) {
  pthread_mutex_lock(&ring->lock);
  uint64_t asked = ring->asked;
  pthread_mutex_unlock(&ring->lock);
  return asked;
}

/* Number of messages that came, or -1: the end. */
static int drain(struct ft_ring *ring) {
  struct ft_received received;
  struct ft_error err = FT_ERROR_INIT;
  uint64_t asked = calls(ring);
  int count = ft_receiver_take(ring->receiver, &err);
  pthread_mutex_lock(&ring->lock);
  while (ft_receiver_next(ring->receiver, &received))
    put(ring, &received);
  ring->counts.kernel = ft_receiver_drops(ring->receiver);
  if (count < 0) ring->err = err;
  if (count != 0) tell(ring);
  answer(ring, asked, count);
  pthread_mutex_unlock(&ring->lock);
  return count;
}

static void last_look(struct ft_ring *ring) {
  int64_t start = ft_clock_now(), now = start;
  while (drain(ring) > 0 && now >= start && now < start + LAST_LOOK_NS)
    now = ft_clock_now(); /* may be set back */
}

/* What the system drops nobody brings back; the other threads have the ring behind them. */
static void hurry(void) {
#ifdef __linux__
  (void)setpriority(PRIO_PROCESS, 0, RECEIVER_NICE); /* of this thread; refused without privilege */
#endif
}

static void *run(void *arg) {
  struct ft_ring *ring = arg;
  struct pollfd fds[2] = {{.fd = ft_receiver_fd(ring->receiver), .events = POLLIN},
                          {.fd = ring->call[0], .events = POLLIN}};
  int count = 0;
  hurry();
  while (!atomic_load(&ring->stop) && count >= 0) {
    if (count == 0) {
      poll(fds, 2, -1);
      if (fds[1].revents != 0) clear_pipe(ring->call[0]);
    } else if (count < FT_RECEIVE_BATCH) {
      /* The buffer can take what comes meanwhile, and a batch costs as much as one datagram. */
      nanosleep(&ring->pause, NULL);
    }
    count = drain(ring);
  }
  if (count >= 0) last_look(ring);
  pthread_mutex_lock(&ring->lock);
  ring->ended = true;
  tell(ring);
  pthread_cond_signal(&ring->caught_up);
  pthread_mutex_unlock(&ring->lock);
  return NULL;
}

/* -- the taking thread -- */

/* The first block has nothing more that waits or is in use: goes on to the next, or starts it
 * anew and gives back what a burst has used. With the lock held. */
static void pass_block(struct ft_ring *ring) {
  struct block *done = ring->first;
  ring->tail = 0;
  if (done != ring->last) {
    ring->first = done->next;
    done->next = ring->spare;
    ring->spare = done;
    ring->in_use--;
    return;
  }
  done->used = 0;
  if (ring->highest * ring->block_octets <= KEEP_OCTETS) return;
  ring->highest = 1;
#ifdef MADV_DONTNEED
  madvise(ring->data, ring->room, MADV_DONTNEED);
#endif
}

static void take_entry(struct ft_ring *ring, struct ft_received *out) {
  const uint8_t *at = ring->first->data + ring->tail;
  struct entry entry;
  memcpy(&entry, at, sizeof entry);
  *out = (struct ft_received){.data = at + sizeof entry,
                              .size = entry.size,
                              .cut = entry.cut,
                              .source = entry.source,
                              .destination = entry.destination};
  ring->tail += entry_octets(entry.size);
  ring->waiting--;
}

static void clear_wake(struct ft_ring *ring) {
  clear_pipe(ring->wake[0]);
  ring->told = false;
}

int ft_ring_take(struct ft_ring *ring, struct ft_received *out, int room, struct ft_error *err) {
  int count = 0;
  pthread_mutex_lock(&ring->lock);
  if (ring->tail == ring->first->used) pass_block(ring); /* what was taken last is free now */
  /* Of one block at a time, so that no more than one is held. */
  while (count < room && ring->tail < ring->first->used)
    take_entry(ring, &out[count++]);
  bool failed = count == 0 && ring->ended && ring->err.length > 0;
  if (failed) *err = ring->err;
  if (ring->waiting == 0 && ring->told && !ring->ended) clear_wake(ring);
  pthread_mutex_unlock(&ring->lock);
  return failed ? -1 : count;
}

int ft_ring_fd(const struct ft_ring *ring) {
  return ring->wake[0];
}

size_t ft_ring_octets(const struct ft_ring *ring) {
  return ring->room;
}

size_t ft_ring_waiting(struct ft_ring *ring) {
  pthread_mutex_lock(&ring->lock);
  size_t waiting = ring->waiting;
  pthread_mutex_unlock(&ring->lock);
  return waiting;
}

static void call(struct ft_ring *ring) {
  ssize_t n = write(ring->call[1], "", 1);
  (void)n; /* a pipe that is full calls as well */
}

void ft_ring_catch_up(struct ft_ring *ring) {
  pthread_mutex_lock(&ring->lock);
  uint64_t mine = ++ring->asked;
  call(ring);
  while (ring->answered < mine && !ring->ended)
    pthread_cond_wait(&ring->caught_up, &ring->lock);
  pthread_mutex_unlock(&ring->lock);
}

struct ft_ring_counts ft_ring_counts(struct ft_ring *ring) {
  pthread_mutex_lock(&ring->lock);
  struct ft_ring_counts counts = ring->counts;
  pthread_mutex_unlock(&ring->lock);
  return counts;
}

/* -- start and end -- */

static bool allocate(struct ft_ring *ring, size_t octets) {
  if (octets < FT_RING_LEAST) octets = FT_RING_LEAST;
  ring->block_octets = octets / LEAST_BLOCKS < BLOCK_OCTETS ? octets / LEAST_BLOCKS : BLOCK_OCTETS;
  ring->block_octets -= ring->block_octets % ALIGN;
  ring->block_count = octets / ring->block_octets;
  ring->room = ring->block_count * ring->block_octets;
  ring->blocks = calloc(ring->block_count, sizeof *ring->blocks);
  if (ring->blocks == NULL) return false;
  /* cppcheck-suppress invalidFunctionArg; -1 is what MAP_ANON asks for */
  ring->data = mmap(NULL, ring->room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (ring->data == MAP_FAILED) ring->data = NULL;
  return ring->data != NULL;
}

static void chain_blocks(struct ft_ring *ring) {
  for (size_t i = 0; i < ring->block_count; i++) {
    ring->blocks[i].data = ring->data + i * ring->block_octets;
    ring->blocks[i].next = i + 1 < ring->block_count ? &ring->blocks[i + 1] : NULL;
  }
  ring->first = ring->last = ring->blocks;
  ring->spare = ring->first->next;
  ring->first->next = NULL;
  ring->in_use = ring->highest = 1;
}

static void release(struct ft_ring *ring) {
  if (ring->data != NULL) munmap(ring->data, ring->room);
  free(ring->blocks);
  close_pipe(ring->wake);
  close_pipe(ring->call);
  free(ring);
}

struct ft_ring *ft_ring_start(struct ft_receiver *receiver, size_t octets, struct ft_error *err) {
  struct ft_ring *ring = calloc(1, sizeof *ring);
  if (ring == NULL) {
    ft_error_add_memory(err);
    return NULL;
  }
  ring->receiver = receiver;
  ring->wake[0] = ring->wake[1] = ring->call[0] = ring->call[1] = -1;
  pthread_mutex_init(&ring->lock, NULL);
  pthread_cond_init(&ring->caught_up, NULL);
  long pause = ft_receiver_buffer(receiver) / BUFFER_OCTETS_PER_US * 1000L;
  ring->pause.tv_nsec = pause < LONGEST_PAUSE_NS ? pause : LONGEST_PAUSE_NS;
  if (!allocate(ring, octets))
    ft_error_add_memory(err);
  else if (open_pipe(ring->wake, err) == 0 && open_pipe(ring->call, err) == 0) {
    chain_blocks(ring);
    int rc = ft_thread_start(&ring->thread, run, ring);
    if (rc == 0) return ring;
    ft_error_add_system(err, rc, "pthread_create()");
  }
  release(ring);
  return NULL;
}

void ft_ring_stop(struct ft_ring *ring) {
  if (ring->stopped) return;
  ring->stopped = true;
  atomic_store(&ring->stop, true);
  call(ring);
  pthread_join(ring->thread, NULL);
}

void ft_ring_free(struct ft_ring *ring) {
  if (ring == NULL) return;
  ft_ring_stop(ring);
  release(ring);
}
