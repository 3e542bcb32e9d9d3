UNIT_TESTS += tests/unit/test-record
tests_unit_test_record_SOURCES = tests/unit/test-record.c
tests_unit_test_record_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_record_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-stream
tests_unit_test_stream_SOURCES = tests/unit/test-stream.c
tests_unit_test_stream_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_stream_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-netflow
tests_unit_test_netflow_SOURCES = tests/unit/test-netflow.c
tests_unit_test_netflow_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_netflow_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-conf
tests_unit_test_conf_SOURCES = tests/unit/test-conf.c
tests_unit_test_conf_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_conf_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-date
tests_unit_test_date_SOURCES = tests/unit/test-date.c
tests_unit_test_date_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_date_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-filter
tests_unit_test_filter_SOURCES = tests/unit/test-filter.c tests/unit/filter-load.h
tests_unit_test_filter_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_filter_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-filter-file
tests_unit_test_filter_file_SOURCES = tests/unit/test-filter-file.c tests/unit/filter-load.h
tests_unit_test_filter_file_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_filter_file_LDADD = $(UNIT_LIBS)
RPTFMT_UNIT_LIBS = flow-rptfmt/librptfmt.la $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test-rptfmt tests/unit/test-rptfmt-damage
tests_unit_test_rptfmt_SOURCES = tests/unit/test-rptfmt.c tests/unit/rptfmt-render.h
tests_unit_test_rptfmt_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_rptfmt_LDADD = $(RPTFMT_UNIT_LIBS)
tests_unit_test_rptfmt_damage_SOURCES = tests/unit/test-rptfmt-damage.c tests/unit/rptfmt-render.h
tests_unit_test_rptfmt_damage_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_rptfmt_damage_LDADD = $(RPTFMT_UNIT_LIBS)
UNIT_TESTS += tests/unit/test-pfsync
tests_unit_test_pfsync_SOURCES = tests/unit/test-pfsync.c tests/unit/pfsync-packets.h
tests_unit_test_pfsync_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_pfsync_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-pfstates
tests_unit_test_pfstates_SOURCES = tests/unit/test-pfstates.c tests/unit/pfsync-packets.h
tests_unit_test_pfstates_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_pfstates_LDADD = $(UNIT_LIBS)
UNIT_TESTS += tests/unit/test-report
tests_unit_test_report_SOURCES = tests/unit/test-report.c
tests_unit_test_report_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_report_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-report-load
tests_unit_test_report_load_SOURCES = tests/unit/test-report-load.c
tests_unit_test_report_load_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_report_load_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-collect
tests_unit_test_collect_SOURCES = tests/unit/test-collect.c
tests_unit_test_collect_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_collect_LDADD = $(UNIT_LIBS)
# The everyday tools.
UNIT_TESTS += tests/unit/test-tools-inputs tests/unit/test-tools-text tests/unit/test-tools-tally
tests_unit_test_tools_inputs_SOURCES = tests/unit/test-tools-inputs.c
tests_unit_test_tools_inputs_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_tools_inputs_LDADD = common/libprog.la $(UNIT_LIBS)

tests_unit_test_tools_text_SOURCES = tests/unit/test-tools-text.c flow-export/csv_plan.c
tests_unit_test_tools_text_CFLAGS = $(UNIT_CFLAGS) -I$(srcdir)/flow-export
tests_unit_test_tools_text_LDADD = common/libprog.la $(UNIT_LIBS)

tests_unit_test_tools_tally_SOURCES = tests/unit/test-tools-tally.c flow-stat/keyed_order.c \
  flow-stat/tally.c
tests_unit_test_tools_tally_CFLAGS = $(UNIT_CFLAGS) -I$(srcdir)/flow-stat
tests_unit_test_tools_tally_LDADD = common/libprog.la $(UNIT_LIBS)
