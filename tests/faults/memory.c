#include "config.h"

#include "memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#ifdef __linux__
#include <link.h>
#endif
#include <netdb.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- what is to fail -- */

static atomic_long remaining, blocks; /* remaining: allocations up to the one that fails; 0: none */
static atomic_bool forever, failed;
static const char *mark; /* of a preloaded library: the file that says that there was a failure */

void memory_fail(long nth, bool for_good) {
  atomic_store(&failed, false);
  atomic_store(&forever, for_good);
  atomic_store(&remaining, nth);
}

bool memory_failed(void) {
  atomic_store(&remaining, 0);
  return atomic_load(&failed);
}

long memory_blocks(void) {
  return atomic_load(&blocks);
}

static void refuse(void) {
  if (!atomic_exchange(&failed, true) && mark) {
    int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0) close(fd);
  }
  errno = ENOMEM;
}

/* Code that always gets its memory: libseccomp (2.5.4) writes through what it was refused. */
static uintptr_t spared_from, spared_to;
/* Inside such calls, see the last part. */
static atomic_int sparing;

static bool refused(const void *caller) {
  if (atomic_load(&remaining) == 0 || atomic_load(&sparing) > 0) return false;
  if ((uintptr_t)caller >= spared_from && (uintptr_t)caller < spared_to) return false;
  if (atomic_load(&forever) && atomic_load(&failed)) return refuse(), true;
  if (atomic_fetch_sub(&remaining, 1) != 1) return false;
  if (atomic_load(&forever)) atomic_store(&remaining, 1);
  refuse();
  return true;
}

#ifdef __linux__
static int spare(struct dl_phdr_info *object, size_t size, void *closure) {
  (void)size, (void)closure;
  if (!object->dlpi_name || !strstr(object->dlpi_name, "/libseccomp.so")) return 0;
  spared_from = object->dlpi_addr;
  for (size_t i = 0; i < object->dlpi_phnum; i++) {
    uintptr_t end = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr + object->dlpi_phdr[i].p_memsz;
    if (object->dlpi_phdr[i].p_type == PT_LOAD && end > spared_to) spared_to = end;
  }
  return 1;
}
#endif

/*
 * FAULTS_MEMORY=N or N+ (and all behind it), FAULTS_MARK=FILE. Programs that are started by
 * the one under test are left alone.
 */
__attribute__((constructor)) static void from_environment(void) {
  const char *text = getenv("FAULTS_MEMORY");
  if (!text) return;
  char *end;
  long nth = strtol(text, &end, 10);
  mark = getenv("FAULTS_MARK");
  unsetenv("FAULTS_MEMORY");
  unsetenv("LD_PRELOAD");
#ifdef __linux__
  dl_iterate_phdr(spare, NULL);
#endif
  memory_fail(nth, *end == '+');
}

/* -- the real ones -- */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

static struct {
  void *(*malloc)(size_t size);
  void *(*calloc)(size_t count, size_t size);
  void *(*realloc)(void *memory, size_t size);
  void *(*aligned_alloc)(size_t alignment, size_t size);
  int (*posix_memalign)(void **memory, size_t alignment, size_t size);
  void (*free)(void *memory);
} real;

/* For dlsym, which may allocate while it looks for malloc; never given back. */
static _Alignas(16) uint8_t early[16384];
static size_t early_used;
static bool looking;

static void *take_early(size_t size) {
  void *memory = early + early_used;
  size = (size + 15) & ~(size_t)15;
  if (size > sizeof early - early_used) abort();
  early_used += size;
  return memory;
}

static bool is_early(const void *memory) {
  return (const uint8_t *)memory >= early && (const uint8_t *)memory < early + sizeof early;
}

#ifndef SANITIZED
static void find(void *function, const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  memcpy(function, &found, sizeof found);
}
#endif

/* The sanitizer's, which cannot be looked up before it has started. */
#ifdef SANITIZED
void *__interceptor_malloc(size_t size);
void *__interceptor_calloc(size_t count, size_t size);
void *__interceptor_realloc(void *memory, size_t size);
void *__interceptor_aligned_alloc(size_t alignment, size_t size);
int __interceptor_posix_memalign(void **memory, size_t alignment, size_t size);
void __interceptor_free(void *memory);

static void look_up(void) {
  real.malloc = __interceptor_malloc;
  real.calloc = __interceptor_calloc;
  real.realloc = __interceptor_realloc;
  real.aligned_alloc = __interceptor_aligned_alloc;
  real.posix_memalign = __interceptor_posix_memalign;
  real.free = __interceptor_free;
}
#else
static void look_up(void) {
  find(&real.malloc, "malloc");
  find(&real.calloc, "calloc");
  find(&real.realloc, "realloc");
  find(&real.aligned_alloc, "aligned_alloc");
  find(&real.posix_memalign, "posix_memalign");
  find(&real.free, "free");
}
#endif

/* False while looking. */
static bool know_real(void) {
  if (real.free) return true;
  if (looking) return false;
  looking = true;
  look_up();
  looking = false;
  return true;
}

bool memory_is_sanitized(void) {
#ifdef SANITIZED
  return true;
#else
  return false;
#endif
}

/* A C library's calloc, realloc and the like may come back here for their memory (musl's do):
 * that is neither refused nor counted once more. */
static _Thread_local bool inside;

static void *counted(void *memory) {
  inside = false;
  if (memory) atomic_fetch_add(&blocks, 1);
  return memory;
}

/* Before one of the calls of `real`, whose result goes to counted. */
static bool enters(const void *caller) {
  inside = !refused(caller);
  return inside;
}

/* -- in their place -- */

void *malloc(size_t size) {
  if (!know_real()) return take_early(size);
  if (inside) return real.malloc(size);
  return enters(__builtin_return_address(0)) ? counted(real.malloc(size)) : NULL;
}

void *calloc(size_t count, size_t size) {
  if (!know_real()) return take_early(count * size); /* zero still */
  if (inside) return real.calloc(count, size);
  return enters(__builtin_return_address(0)) ? counted(real.calloc(count, size)) : NULL;
}

static void *move_early(void *memory, size_t size) {
  size_t most = (size_t)(early + sizeof early - (uint8_t *)memory);
  void *moved = malloc(size);
  if (moved) memcpy(moved, memory, size < most ? size : most);
  return moved;
}

void *realloc(void *memory, size_t size) {
  if (!memory) return malloc(size);
  if (is_early(memory)) return move_early(memory, size);
  if (inside) return real.realloc(memory, size);
  if (size > 0 && refused(__builtin_return_address(0))) return NULL;
  inside = true;
  void *moved = real.realloc(memory, size);
  inside = false;
  if (!moved && size == 0) atomic_fetch_sub(&blocks, 1);
  return moved;
}

void *reallocarray(void *memory, size_t count, size_t size) {
  /* NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): our own, just above */
  if (size == 0 || count <= SIZE_MAX / size) return realloc(memory, count * size);
  errno = ENOMEM;
  return NULL;
}

void *aligned_alloc(size_t alignment, size_t size) {
  know_real();
  if (inside) return real.aligned_alloc(alignment, size);
  return enters(__builtin_return_address(0)) ? counted(real.aligned_alloc(alignment, size)) : NULL;
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  know_real();
  if (inside) return real.posix_memalign(memory, alignment, size);
  if (!enters(__builtin_return_address(0))) return ENOMEM;
  int result = real.posix_memalign(memory, alignment, size);
  counted(result == 0 ? *memory : NULL);
  return result;
}

void free(void *memory) {
  if (!memory || is_early(memory)) return;
  know_real();
  if (!inside) atomic_fetch_sub(&blocks, 1);
  real.free(memory);
}

/* -- calls that always get their memory: glibc (2.36), libpcap (1.10) crash or abort without -- */

#ifndef SANITIZED
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **list) {
  int (*look_up_name)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
  atomic_fetch_add(&sparing, 1);
  find(&look_up_name, "getaddrinfo");
  int result = look_up_name(node, service, hints, list);
  atomic_fetch_sub(&sparing, 1);
  return result;
}

struct passwd *getpwnam(const char *name) {
  struct passwd *(*look_up_user)(const char *);
  atomic_fetch_add(&sparing, 1);
  find(&look_up_user, "getpwnam");
  struct passwd *result = look_up_user(name);
  atomic_fetch_sub(&sparing, 1);
  return result;
}

/* Of libpcap, whose header is not everywhere. */
int pcap_compile(void *capture, void *program, const char *text, int optimize, unsigned netmask);
int pcap_compile(void *capture, void *program, const char *text, int optimize, unsigned netmask) {
  int (*compile)(void *, void *, const char *, int, unsigned);
  atomic_fetch_add(&sparing, 1);
  find(&compile, "pcap_compile");
  int result = compile(capture, program, text, optimize, netmask);
  atomic_fetch_sub(&sparing, 1);
  return result;
}
#endif
