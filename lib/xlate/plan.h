/* A definition compiled for a layout: terms of steps, each with its columns. */
#ifndef FT_XLATE_PLAN_H
#define FT_XLATE_PLAN_H

#include "xlate/cryptopan.h"
#include "xlate/xlate.h"

/* A key in use, and its file. */
struct ft_xlate_cipher {
  const struct ft_xlate_action *action; /* while compiling */
  struct ft_cryptopan *pan;
  char *key_file;               /* NULL: never read again */
  int64_t interval, refresh_at; /* seconds; interval 0: never */
};

struct ft_xlate_plan_step {
  enum ft_xlate_step kind;
  struct ft_column column;
  struct ft_column bits; /* FT_STEP_NETWORK */
  uint32_t number;       /* the mask, factor or AS */
  struct ft_addr mask;   /* the same mask for addresses; width 0: the column is a number */
  struct ft_cryptopan *pan;
};

struct ft_xlate_plan_term {
  struct ft_filter *filter; /* NULL: all flows */
  struct ft_xlate_plan_step *steps;
  size_t count;
  bool stop;
};

struct ft_xlate {
  size_t record_size;
  const struct ft_log *log;
  struct ft_xlate_plan_term *terms;
  size_t term_count;
  struct ft_xlate_cipher *ciphers; /* one for each action that has a key */
  size_t cipher_count;
};

#endif
