EXTRA_DIST += tests/check tests/golden tests/bench/bench tests/tap.sh tests/man/check tests/pcap/check \
  tests/capture/check tests/capture/sender.pl tests/db/check tests/db/mariadb.sh tests/db/postgresql.sh tests/rrd/check tests/tools/check
include tests/gen/local.mk
include tests/pfflowd/local.mk
include tests/fuzz/local.mk

# Unit tests, one program a subject.
UNIT_TESTS =
if HAVE_CMOCKA
include tests/unit/local.mk
check_PROGRAMS += $(UNIT_TESTS)
endif

# CHECK_AREAS="stat tools/cat-byte-order": these golden cases only, and the unit tests.
# check runs everything and closes with "N passed, N failed".
check-local: $(bin_PROGRAMS) $(check_PROGRAMS)
	@BUILDDIR='$(abs_builddir)' SRCDIR='$(abs_srcdir)' UNIT_TESTS='$(UNIT_TESTS)' \
	  FUZZ_TESTS='$(FUZZ_TESTS)' \
	  sh '$(srcdir)/tests/check' $(CHECK_AREAS)

# Benchmarks print ratios to peers and are no tests.
EXTRA_PROGRAMS = tests/bench/flowsynth tests/bench/inflate tests/bench/udpreplay
CLEANFILES += $(EXTRA_PROGRAMS)
tests_bench_flowsynth_SOURCES = tests/bench/flowsynth.c
tests_bench_flowsynth_CFLAGS = -w
tests_bench_flowsynth_LDADD = -lm
tests_bench_udpreplay_SOURCES = tests/bench/udpreplay.c
tests_bench_udpreplay_CFLAGS = -w
tests_bench_inflate_SOURCES = tests/bench/inflate.c
.PHONY: bench
bench: $(bin_PROGRAMS) $(EXTRA_PROGRAMS)
	BUILDDIR='$(abs_builddir)' sh '$(srcdir)/tests/bench/bench'
