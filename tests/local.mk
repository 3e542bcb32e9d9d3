EXTRA_DIST += tests/check tests/golden tests/tap.sh tests/man/check tests/pcap/check \
  tests/capture/check tests/capture/defects tests/capture/sender.pl tests/db/check tests/db/mariadb.sh \
  tests/db/postgresql.sh tests/install/check tests/machines tests/rrd/check tests/tools/check \
  tests/programs/check \
  tests/shell/check tests/hardening/check tests/analyze/check tests/analyze/asserts.h tests/.clang-tidy
include tests/gen/local.mk
include tests/pfflowd/local.mk
include tests/fuzz/local.mk
include tests/load/local.mk
include tests/coverage/local.mk

# Unit tests, one program a subject.
UNIT_TESTS =
if HAVE_CMOCKA
include tests/unit/local.mk
include tests/faults/local.mk
check_PROGRAMS += $(UNIT_TESTS)
endif

# CHECK_AREAS="stat tools/cat-byte-order": these golden cases only, and the unit tests.
# check runs everything and closes with "N passed, N failed".
# CHECK_DIR: where the programs are; tests/machines/check has a tree of wrappers.
CHECK_DIR = $(abs_builddir)
check-programs: $(BUILT_SOURCES)
	$(MAKE) $(AM_MAKEFLAGS) $(bin_PROGRAMS) $(noinst_PROGRAMS) $(check_PROGRAMS)
check-local: $(bin_PROGRAMS) $(check_PROGRAMS) $(check_LTLIBRARIES)
	@BUILDDIR='$(CHECK_DIR)' SRCDIR='$(abs_srcdir)' UNIT_TESTS='$(UNIT_TESTS)' \
	  FUZZ_TESTS='$(FUZZ_TESTS)' \
	  sh '$(srcdir)/tests/check' $(CHECK_AREAS)

# Other machines, each in a folder of its own; CHECK_AREAS counts.
check-bigendian: MACHINE = s390x
check-32bit: MACHINE = i386
check-fallbacks: MACHINE = fallbacks
check-musl: MACHINE = musl
check-bigendian check-32bit check-fallbacks check-musl:
	sh '$(srcdir)/tests/machines/check' $(MACHINE) machines/$(MACHINE) $(CHECK_AREAS)

# Too many for every day; with --enable-sanitizers they find what reads too far. SEED and
# MUTATIONS of the environment count; needs cmocka.
check-mutations: tests/unit/test-pfsync-damage
	SRCDIR='$(srcdir)' MUTATIONS=$${MUTATIONS:-10000000} nice tests/unit/test-pfsync-damage

# make analyze [ANALYZE="gcc clang-tidy"]: what static analyzers have to say.
.PHONY: analyze
analyze: $(BUILT_SOURCES)
	@BUILDDIR='$(abs_builddir)' SRCDIR='$(abs_srcdir)' ANALYZE='$(ANALYZE)' sh '$(srcdir)/tests/analyze/check' \
	  $(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) \
	  $(MYSQL_CFLAGS) $(POSTGRESQL_CFLAGS) $(CPPFLAGS)

# Benchmarks print ratios to peers and are no tests.
EXTRA_PROGRAMS = tests/bench/duel tests/bench/feed tests/bench/flowmake tests/bench/zlib
CLEANFILES += $(EXTRA_PROGRAMS)
tests_bench_duel_SOURCES = tests/bench/duel.c
tests_bench_duel_LDADD = $(PROG_LIBS)
tests_bench_feed_SOURCES = tests/bench/feed.c tests/pace.h
tests_bench_feed_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_bench_feed_LDADD = $(PROG_LIBS)
tests_bench_flowmake_SOURCES = tests/bench/flowmake.c
tests_bench_flowmake_LDADD = $(PROG_LIBS)
tests_bench_zlib_SOURCES = tests/bench/zlib.c
EXTRA_DIST += tests/bench/bench tests/bench/lib.sh tests/bench/data.sh tests/bench/report.sh \
  tests/bench/stream.sh tests/bench/filter.sh tests/bench/print.sh tests/bench/collect.sh

# All of tests/faults/check: some minutes.
check-faults: $(bin_PROGRAMS) $(check_PROGRAMS) $(check_LTLIBRARIES)
	BUILDDIR='$(abs_builddir)' SRCDIR='$(abs_srcdir)' FAULTS=all \
	  sh '$(srcdir)/tests/faults/check' $(FAULTS_PROGRAMS)

# make bench BENCH='500000 report print': fewer flows, some groups.
.PHONY: bench check-mutations check-programs check-bigendian check-32bit \
  check-fallbacks check-musl check-faults
bench: $(bin_PROGRAMS) $(EXTRA_PROGRAMS)
	BUILDDIR='$(abs_builddir)' SRCDIR='$(abs_srcdir)' sh '$(srcdir)/tests/bench/bench' $(BENCH)
