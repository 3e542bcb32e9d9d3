noinst_LTLIBRARIES += common/libprog.la
common_libprog_la_SOURCES = common/prog.c common/prog.h common/prog_variable.c
common_libprog_la_LIBADD = lib/libft.la
# What every program links with.
PROG_LIBS = common/libprog.la lib/libft.la
