/* flow-header: prints the header of a stream (spec stream.md 13). */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "prog.h"

static noreturn void usage(void) {
  fprintf(stderr, "Usage: flow-header [-h] [-c comment_char] [-d debug_level]\n");
  exit(0);
}

int main(int argc, char **argv) {
  char comment = '#';
  int option;

  prog_init(argv);
  while ((option = getopt(argc, argv, "c:d:h")) != -1) {
    switch (option) {
    case 'c':
      comment = optarg[0];
      break;
    case 'd':
      break; /* no effect, kept for scripts */
    default:
      usage();
    }
  }
  prog_no_operands(argc, argv);

  struct ft_reader *reader = prog_open_input();
  ft_header_print(ft_reader_header(reader), comment, stdout);
  ft_reader_close(reader);
  prog_close_stdout();
  return 0;
}
