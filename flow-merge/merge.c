#include "merge.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "prog.h"
#include "stop.h"

/* The records that all inputs together may hold in memory, in octets. */
#define MERGE_MEMORY ((size_t)256 << 20)

/* Equal times: the input that comes first in the list. */
static bool precedes(const struct merge_head *a, const struct merge_head *b) {
  return a->end < b->end || (a->end == b->end && a->index < b->index);
}

/* Puts head at the free place or below it. */
static void sift_down(struct merge *merge, size_t place, struct merge_head head) {
  struct merge_head *heads = merge->heads;
  for (;;) {
    size_t child = 2 * place + 1;
    if (child >= merge->head_count) break;
    if (child + 1 < merge->head_count && precedes(&heads[child + 1], &heads[child])) child++;
    if (precedes(&head, &heads[child])) break;
    heads[place] = heads[child];
    place = child;
  }
  heads[place] = head;
}

static void make_heap(struct merge *merge) {
  for (size_t place = merge->head_count / 2; place-- > 0;)
    sift_down(merge, place, merge->heads[place]);
}

static const uint8_t *next_record(const struct merge *merge, const struct merge_input *input) {
  return input->batch.records + input->at * merge->layout->size;
}

static struct merge_head head_of(const struct merge *merge, size_t index) {
  const uint8_t *record = next_record(merge, &merge->inputs[index]);
  return (struct merge_head){ft_clock_last_ms(&merge->clock, record), index};
}

/* False if the input has no more records. */
static bool refill(struct merge_input *input) {
  input->at = 0;
  return source_next(&input->source, &input->batch);
}

static int allocate(struct merge *merge, size_t count, struct ft_error *err) {
  memset(merge, 0, sizeof(*merge));
  if (count == 0) return 0;
  merge->inputs = calloc(count, sizeof(*merge->inputs));
  merge->heads = calloc(count, sizeof(*merge->heads));
  if (merge->inputs && merge->heads) return 0;
  ft_error_add_memory(err);
  return -1;
}

/* Files have one reader each, but there is only one standard input. */
static int check_stdin(const struct inputs *inputs, struct ft_error *err) {
  size_t count = 0;
  for (size_t i = 0; i < inputs->count; i++)
    count += inputs->items[i].path == NULL;
  if (count <= 1) return 0;
  ft_error_add(err, "standard input can be read only once");
  ft_error_add(err, "ftio_init(): failed");
  return -1;
}

int merge_open(struct merge *merge, const struct inputs *inputs, struct joined *joined,
               struct ft_error *err) {
  if (allocate(merge, inputs->count, err) < 0 || check_stdin(inputs, err) < 0) return -1;
  for (size_t i = 0; i < inputs->count && !stop_requested(); i++) {
    struct source *source = &merge->inputs[merge->count].source;
    int status = source_open(source, &inputs->items[i], MERGE_MEMORY / inputs->count, err);
    if (status < 0) return -1;
    if (status == 0) continue;
    merge->count++;
    if (source_join(source, joined, err) < 0) return -1;
  }
  merge->layout = joined->layout;
  return 0;
}

/* The first batch of every input. */
static void fill_heads(struct merge *merge) {
  for (size_t i = 0; i < merge->count; i++)
    if (refill(&merge->inputs[i])) merge->heads[merge->head_count++] = head_of(merge, i);
  make_heap(merge);
}

/* The head that comes after the first one; NULL if that is alone. */
static const struct merge_head *runner_up(const struct merge *merge) {
  const struct merge_head *heads = merge->heads;
  if (merge->head_count < 2) return NULL;
  return merge->head_count > 2 && precedes(&heads[2], &heads[1]) ? &heads[2] : &heads[1];
}

/* How many records of the first input's batch come before all of the others. */
static size_t run_length(const struct merge *merge, const struct merge_input *input) {
  const struct merge_head *rival = runner_up(merge);
  size_t left = input->batch.count - input->at, run = 1;
  if (!rival) return left;
  const uint8_t *record = next_record(merge, input);
  struct merge_head head = {0, merge->heads[0].index};
  for (; run < left; run++) {
    record += merge->layout->size;
    head.end = ft_clock_last_ms(&merge->clock, record);
    if (!precedes(&head, rival)) break;
  }
  return run;
}

/* The first input gets its new place, or leaves. */
static void advance(struct merge *merge, struct merge_input *input, size_t run) {
  input->at += run;
  if (input->at < input->batch.count || refill(input))
    sift_down(merge, 0, head_of(merge, merge->heads[0].index));
  else if (--merge->head_count > 0)
    sift_down(merge, 0, merge->heads[merge->head_count]);
}

int merge_copy(struct merge *merge, struct joined *joined, struct ft_error *err) {
  if (merge->count == 0) return 0;
  if (joined_begin(joined, err) < 0) return -1;
  ft_clock_bind(&merge->clock, merge->layout);
  fill_heads(merge);
  while (merge->head_count > 0 && !stop_requested()) {
    struct merge_input *input = &merge->inputs[merge->heads[0].index];
    size_t run = run_length(merge, input);
    if (ft_writer_put(joined->writer, next_record(merge, input), run, err) < 0) return -1;
    advance(merge, input, run);
  }
  return 0;
}

void merge_close(struct merge *merge) {
  for (size_t i = 0; i < merge->count; i++)
    source_close(&merge->inputs[i].source);
  free(merge->inputs);
  free(merge->heads);
  memset(merge, 0, sizeof(*merge));
}
