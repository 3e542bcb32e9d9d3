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
