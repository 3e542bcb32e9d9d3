# Makes the capture that quickstart and the tests feed to pfflowd.
noinst_PROGRAMS += tests/gen/pfsyncgen
tests_gen_pfsyncgen_SOURCES = tests/gen/pfsyncgen.c tests/gen/day.c tests/gen/day.h
# Of libc only, not with what the unit tests link with.
tests_gen_pfsyncgen_LDADD =
