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

UNIT_TESTS += tests/unit/test-collect
tests_unit_test_collect_SOURCES = tests/unit/test-collect.c
tests_unit_test_collect_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_collect_LDADD = $(UNIT_LIBS)
