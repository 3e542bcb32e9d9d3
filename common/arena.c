#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)1 << 16)
#define ALIGNMENT  _Alignof(max_align_t)

struct arena_block {
  struct arena_block *next;
  size_t size;
  max_align_t data[];
};

static struct arena_block *new_block(struct arena *arena, size_t size) {
  if (size > SIZE_MAX - sizeof(struct arena_block)) return NULL;
  struct arena_block *block = malloc(sizeof *block + size);
  if (!block) return NULL;
  block->size = size;
  /* A large piece must not end the use of the block that is being filled. */
  if (size > BLOCK_SIZE && arena->blocks) {
    block->next = arena->blocks->next;
    arena->blocks->next = block;
  } else {
    block->next = arena->blocks;
    arena->blocks = block;
    arena->used = 0;
  }
  return block;
}

static void *take(struct arena *arena, size_t size, size_t alignment) {
  size_t start = (arena->used + alignment - 1) / alignment * alignment;
  struct arena_block *block = arena->blocks;
  if (block && start <= block->size && size <= block->size - start) {
    arena->used = start + size;
    return (char *)block->data + start;
  }
  block = new_block(arena, size > BLOCK_SIZE ? size : BLOCK_SIZE);
  if (!block) return NULL;
  if (block == arena->blocks) arena->used = size;
  return block->data;
}

void *arena_take(struct arena *arena, size_t size) {
  return take(arena, size, ALIGNMENT);
}

char *arena_text(struct arena *arena, const char *text, size_t length) {
  char *copy = take(arena, length + 1, 1);
  if (!copy) return NULL;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = length < 0 ? NULL : take(arena, (size_t)length + 1, 1);
  if (!text) return NULL;
  va_start(arguments, format);
  vsnprintf(text, (size_t)length + 1, format, arguments);
  va_end(arguments);
  return text;
}

char *arena_join(struct arena *arena, const char *const *parts, size_t count,
                 const char *separator) {
  size_t size = 1, gap = strlen(separator);
  for (size_t i = 0; i < count; i++)
    size += strlen(parts[i]) + gap;
  char *joined = take(arena, size, 1);
  if (!joined) return NULL;
  char *end = joined;
  for (size_t i = 0; i < count; i++) {
    if (i > 0) end = stpcpy(end, separator);
    end = stpcpy(end, parts[i]);
  }
  *end = '\0';
  return joined;
}

void arena_free(struct arena *arena) {
  while (arena->blocks) {
    struct arena_block *next = arena->blocks->next;
    free(arena->blocks);
    arena->blocks = next;
  }
  arena->used = 0;
}
