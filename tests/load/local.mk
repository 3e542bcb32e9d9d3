# Load for a long time: flat memory, no descriptor leak, counters that add up (docs/testing.md).
EXTRA_DIST += tests/load/check tests/load/run
check_PROGRAMS += tests/load/exporters
tests_load_exporters_SOURCES = tests/load/exporters.c tests/pace.h
tests_load_exporters_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_load_exporters_LDADD = $(PROG_LIBS)

LOAD_S = 3600
# make load LOAD_S=600: the collector of this build tree; with LOAD_TOOL=massif under valgrind.
.PHONY: load
load: $(bin_PROGRAMS) tests/load/exporters
	BUILDDIR='$(abs_builddir)' LOAD_S='$(LOAD_S)' sh '$(srcdir)/tests/load/run'
