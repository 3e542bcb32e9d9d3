/*
 * Allocations that fail: memory.c stands in front of the C library's malloc and its kin, in a test
 * program it is linked into, or in any program as a preloaded library (tests/faults/check).
 */
#ifndef FAULTS_MEMORY_H
#define FAULTS_MEMORY_H

#include <stdbool.h>

/* The nth allocation from now on (1: the next) fails, or that one and all behind it. */
void memory_fail(long nth, bool for_good);
/* No more failures; whether there was one. */
bool memory_failed(void);
/* A sanitizer's allocator is behind this one. It ends a program that has no memory for a thread. */
bool memory_is_sanitized(void);
/* Blocks that are allocated and not freed. */
long memory_blocks(void);

#endif
