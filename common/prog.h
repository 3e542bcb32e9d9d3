/*
 * What the mains share: messages with the program's name, common options,
 * the profile lines of -d (spec README, "Rules common to all programs").
 */
#ifndef PROG_H
#define PROG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdnoreturn.h>

#include "ft/addr.h"
#include "ft/conf.h"
#include "ft/error.h"
#include "ft/record.h"
#include "ft/stream.h"

/* Must come first: keeps argv[0] and its last path component, and sees to it that nothing that is
 * opened later stands in the place of standard input, output or error. */
void prog_init(char **argv);
/* argv[0] as given, and its last path component. */
const char *prog_argv0(void);
const char *prog_name(void);

/* `name: text` on standard error. */
void prog_message(const char *format, ...) FT_PRINTF(1, 2);
/* The same with the system's text for errno. */
void prog_message_system(const char *format, ...) FT_PRINTF(1, 2);
/* Every line of err, then nothing else; clears it. */
void prog_errors(struct ft_error *err);
/* prog_errors, then a closing line of the program's own (NULL: none), exit status 1. */
noreturn void prog_fail(struct ft_error *err, const char *closing);
/* One message and exit status 1. */
noreturn void prog_die(const char *format, ...) FT_PRINTF(1, 2);
/* `Out of memory`, exit status 1. */
noreturn void prog_out_of_memory(void);
/* The log that prints warnings as messages. */
const struct ft_log *prog_log(void);

/* The values of -b, -z, -v, -V, and of -S of the collectors; a bad one is told, exit status 1. */
enum ft_byte_order prog_byte_order(const char *text);
int prog_level(const char *text);
void prog_variable(struct ft_vars *vars, const char *text);
/* default_method: as for ft_layout_parse. */
const struct ft_layout *prog_layout(const char *text, unsigned default_method);
/* Minutes; 0: never. */
unsigned prog_stat_interval(const char *text);
/* The mask of -m, and the microseconds of -x, of senders. */
struct ft_addr prog_mask(const char *text);
uint32_t prog_delay(const char *text);
/* `Extra arguments starting with ARG.`, exit 1, if an operand is left at argv[optind]. */
void prog_no_operands(int argc, char **argv);
/* atoi as the options mean it: leading blanks, sign, digits; else 0; saturating. */
int prog_number(const char *text);
/* prog_number from low to high; else message and exit status 1. */
int prog_number_within(const char *text, int low, int high, const char *message);

/*
 * The path of a configuration file: given, or without it (NULL) that of installed, a path
 * below the configuration folder. To be freed.
 */
char *prog_conf_file(const char *given, const char *installed);

/* Opens the stream on standard input; exits with `ftio_init(): failed` if it is none. */
struct ft_reader *prog_open_input(void);

/* -d: start the clock, and print the profile lines for count flows. */
void prog_profile_start(void);
void prog_profile_print(uint64_t count);
/* The same lines for programs whose messages go elsewhere. */
void prog_profile_log(uint64_t count, const struct ft_log *log);

/* The words in front of the reason when output fails, in place of `write error`. */
void prog_set_write_error(const char *words);
/* `write error: REASON`, exit status 1. */
noreturn void prog_write_error(void);
/* Flushes standard output; a failure is prog_write_error. */
void prog_close_stdout(void);

#endif
