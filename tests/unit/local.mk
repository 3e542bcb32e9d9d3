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

UNIT_TESTS += tests/unit/test-report
tests_unit_test_report_SOURCES = tests/unit/test-report.c
tests_unit_test_report_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_report_LDADD = $(UNIT_LIBS)

UNIT_TESTS += tests/unit/test-report-load
tests_unit_test_report_load_SOURCES = tests/unit/test-report-load.c
tests_unit_test_report_load_CFLAGS = $(UNIT_CFLAGS)
tests_unit_test_report_load_LDADD = $(UNIT_LIBS)
