/*
 * Reading a file of access lists: the scanner (acl_scan.l), the grammar (acl_parse.y)
 * and the meaning of words (words.c).
 */
#ifndef FT_ACL_PARSE_H
#define FT_ACL_PARSE_H

#include <netinet/in.h>
#include <setjmp.h>

#include "acl/acl.h"

#define FT_ACL_MAX_PORT 65535

/* A token: part of the file's text, no NUL behind it. */
struct ft_acl_word {
  const char *start;
  size_t length;
};

struct ft_acl_reading {
  struct ft_acl *acl;
  const char *path;
  const struct ft_log *log;
  struct ft_error *err;
  bool failed; /* err says why; a syntax error is no failure */

  struct ft_acl_entry entry;     /* as far as it has been read */
  struct ft_symbols *port_names; /* NULL until a name is looked up */

  /* The scanner's. */
  void *scanner;
  char *copy;              /* of the text: flex writes into it */
  jmp_buf no_memory;       /* flex knows no other way out */
  struct ft_acl_word word; /* the token read last */
  unsigned line;           /* where it is */
  bool line_ended;         /* it was an LF, or nothing has been read yet */
};

/*
 * Starts on a text, which must outlive the reading; its tokens come from ft_acl_scan_next
 * (acl_parse.h). false: no memory.
 */
bool ft_acl_scan_start(struct ft_acl_reading *reading, const char *text, size_t length);
void ft_acl_scan_end(struct ft_acl_reading *reading);

/* -- what words mean; false with an error -- */

bool ft_acl_address(struct ft_acl_reading *reading, struct ft_acl_word word, struct ft_addr *addr);
/* A number from 0 to max. */
bool ft_acl_number(struct ft_acl_reading *reading, struct ft_acl_word word, uint32_t max,
                   uint32_t *value);
/* A name in tcp-port.sym, else that of a service of the system, of the entry's protocol. */
bool ft_acl_port_name(struct ft_acl_reading *reading, struct ft_acl_word word, uint32_t *port);
bool ft_acl_precedence_name(struct ft_acl_reading *reading, struct ft_acl_word word,
                            uint32_t *precedence);
bool ft_acl_tos_name(struct ft_acl_reading *reading, struct ft_acl_word word, uint32_t *tos);

/* The entry is complete and belongs to the list with this name. */
bool ft_acl_keep_entry(struct ft_acl_reading *reading, enum ft_acl_kind kind,
                       struct ft_acl_word name);

/* `FILE line N: Unknown WHAT "WORD"`, and lack of memory. Always false. */
bool ft_acl_unknown(struct ft_acl_reading *reading, const char *what, struct ft_acl_word word);
bool ft_acl_fail_memory(struct ft_acl_reading *reading);

#endif
