# Fuzzing. A target is a file here and has its corpus, tests/fuzz/corpus/NAME. `make check`
# gives each its corpus once (driver.c). Configured with --enable-fuzzers, which `make fuzz`
# does in a folder of its own, libFuzzer is in the driver's place.
FUZZ_SHARED = tests/fuzz/fuzz.h tests/fuzz/names.c tests/fuzz/support.c
if !FUZZERS
FUZZ_SHARED += tests/fuzz/driver.c
endif

FUZZ_TESTS = \
  tests/fuzz/acl \
  tests/fuzz/datagram \
  tests/fuzz/date \
  tests/fuzz/dscan \
  tests/fuzz/expression \
  tests/fuzz/filter \
  tests/fuzz/import \
  tests/fuzz/log2rrd \
  tests/fuzz/mask \
  tests/fuzz/pfsync \
  tests/fuzz/pieces \
  tests/fuzz/report \
  tests/fuzz/rpt2rrd \
  tests/fuzz/rptfmt \
  tests/fuzz/stream \
  tests/fuzz/suppress \
  tests/fuzz/symbols \
  tests/fuzz/tag \
  tests/fuzz/xlate

tests_fuzz_acl_SOURCES = tests/fuzz/acl.c tests/fuzz/filter-runs.h $(FUZZ_SHARED)
tests_fuzz_acl_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_datagram_SOURCES = tests/fuzz/datagram.c $(FUZZ_SHARED)
tests_fuzz_datagram_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_date_SOURCES = tests/fuzz/date.c $(FUZZ_SHARED)
tests_fuzz_date_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_dscan_SOURCES = tests/fuzz/dscan.c $(FUZZ_SHARED)
tests_fuzz_dscan_LDADD = flow-dscan/libdscan.la $(PROG_LIBS) $(FUZZ_ENGINE)

tests_fuzz_expression_SOURCES = tests/fuzz/expression.c tests/fuzz/filter-runs.h $(FUZZ_SHARED)
tests_fuzz_expression_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_filter_SOURCES = tests/fuzz/filter.c tests/fuzz/filter-runs.h $(FUZZ_SHARED)
tests_fuzz_filter_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_import_SOURCES = tests/fuzz/import.c $(FUZZ_SHARED)
tests_fuzz_import_LDADD = flow-import/libimport.la $(PROG_LIBS) $(FUZZ_ENGINE)

tests_fuzz_log2rrd_SOURCES = tests/fuzz/log2rrd.c tests/fuzz/rrd-sink.h $(FUZZ_SHARED)
tests_fuzz_log2rrd_LDADD = flow-log2rrd/liblog2rrd.la $(PROG_LIBS) $(FUZZ_ENGINE)

tests_fuzz_mask_SOURCES = tests/fuzz/mask.c $(FUZZ_SHARED)
tests_fuzz_mask_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_pfsync_SOURCES = tests/fuzz/pfsync.c $(FUZZ_SHARED)
tests_fuzz_pfsync_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_pieces_SOURCES = tests/fuzz/pieces.c $(FUZZ_SHARED)
tests_fuzz_pieces_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_report_SOURCES = tests/fuzz/report.c $(FUZZ_SHARED)
tests_fuzz_report_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_rpt2rrd_SOURCES = tests/fuzz/rpt2rrd.c tests/fuzz/rrd-sink.h $(FUZZ_SHARED)
tests_fuzz_rpt2rrd_LDADD = flow-rpt2rrd/librpt2rrd.la $(PROG_LIBS) $(FUZZ_ENGINE)

tests_fuzz_rptfmt_SOURCES = tests/fuzz/rptfmt.c $(FUZZ_SHARED)
tests_fuzz_rptfmt_LDADD = flow-rptfmt/librptfmt.la $(PROG_LIBS) $(FUZZ_ENGINE)

tests_fuzz_stream_SOURCES = tests/fuzz/stream.c $(FUZZ_SHARED)
tests_fuzz_stream_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_suppress_SOURCES = tests/fuzz/suppress.c $(FUZZ_SHARED)
tests_fuzz_suppress_LDADD = flow-dscan/libdscan.la $(PROG_LIBS) $(FUZZ_ENGINE)

tests_fuzz_symbols_SOURCES = tests/fuzz/symbols.c $(FUZZ_SHARED)
tests_fuzz_symbols_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_tag_SOURCES = tests/fuzz/tag.c $(FUZZ_SHARED)
tests_fuzz_tag_LDADD = lib/libft.la $(FUZZ_ENGINE)

tests_fuzz_xlate_SOURCES = tests/fuzz/xlate.c $(FUZZ_SHARED)
tests_fuzz_xlate_LDADD = lib/libftxlate.la lib/libft.la $(FUZZ_ENGINE)

check_PROGRAMS += $(FUZZ_TESTS)
EXTRA_DIST += tests/fuzz/run tests/fuzz/corpus

# make fuzz [FUZZ_S=600] [FUZZ_JOBS=1] [FUZZ_TARGETS="stream filter"] [FUZZ_DIR=DIR]
FUZZ_S = 600
FUZZ_JOBS = 1
FUZZ_TARGETS = $(FUZZ_TESTS:tests/fuzz/%=%)
FUZZ_DIR = $(abs_builddir)/fuzz
.PHONY: fuzz fuzz-programs
fuzz:
	@MAKE='$(MAKE)' SRCDIR='$(abs_srcdir)' FUZZ_DIR='$(FUZZ_DIR)' FUZZ_S='$(FUZZ_S)' \
	  FUZZ_JOBS='$(FUZZ_JOBS)' sh '$(srcdir)/tests/fuzz/run' $(FUZZ_TARGETS)
fuzz-programs: $(BUILT_SOURCES)
	@$(MAKE) $(AM_MAKEFLAGS) $(FUZZ_TESTS)
