# A test is tests/unit/NAME.c and links with libft and cmocka unless it says otherwise here.
UNIT_TESTS += \
  tests/unit/test-acl \
  tests/unit/test-acl-permits \
  tests/unit/test-collect \
  tests/unit/test-conf \
  tests/unit/test-criteria \
  tests/unit/test-date \
  tests/unit/test-export-sql \
  tests/unit/test-filter \
  tests/unit/test-filter-file \
  tests/unit/test-formula \
  tests/unit/test-import-columns \
  tests/unit/test-intervals \
  tests/unit/test-lists \
  tests/unit/test-netflow \
  tests/unit/test-output-options \
  tests/unit/test-pfstates \
  tests/unit/test-pfsync \
  tests/unit/test-record \
  tests/unit/test-report \
  tests/unit/test-report-load \
  tests/unit/test-roundtrip \
  tests/unit/test-rpt2rrd \
  tests/unit/test-rptfmt \
  tests/unit/test-rptfmt-damage \
  tests/unit/test-rptfmt-defects \
  tests/unit/test-stream \
  tests/unit/test-tools-inputs \
  tests/unit/test-tools-tally \
  tests/unit/test-tools-text \
  tests/unit/test-xlate
LDADD = lib/libft.la $(CMOCKA_LIBS)
EXTRA_DIST += tests/unit/criteria-pass.h tests/unit/filter-flow.h tests/unit/filter-load.h \
  tests/unit/pfsync-packets.h tests/unit/rptfmt-render.h

tests_unit_test_rpt2rrd_LDADD = flow-rpt2rrd/librpt2rrd.la common/libprog.la $(LDADD)

tests_unit_test_rptfmt_LDADD = flow-rptfmt/librptfmt.la common/libprog.la $(LDADD)
tests_unit_test_rptfmt_damage_LDADD = flow-rptfmt/librptfmt.la common/libprog.la $(LDADD)
tests_unit_test_rptfmt_defects_LDADD = flow-rptfmt/librptfmt.la common/libprog.la $(LDADD)

tests_unit_test_output_options_LDADD = common/libprog.la $(LDADD)

tests_unit_test_tools_inputs_LDADD = common/libprog.la $(LDADD)

tests_unit_test_tools_text_SOURCES = tests/unit/test-tools-text.c flow-export/csv_plan.c \
  flow-print/format.c
tests_unit_test_tools_text_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-export -I$(srcdir)/flow-print
tests_unit_test_tools_text_LDADD = common/libprog.la $(LDADD)

tests_unit_test_tools_tally_SOURCES = tests/unit/test-tools-tally.c flow-stat/keyed_order.c \
  flow-stat/tally.c
tests_unit_test_tools_tally_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-stat
tests_unit_test_tools_tally_LDADD = common/libprog.la $(LDADD)

tests_unit_test_export_sql_SOURCES = tests/unit/test-export-sql.c flow-export/csv_plan.c \
  flow-export/sql.c
tests_unit_test_export_sql_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-export
tests_unit_test_export_sql_LDADD = common/libprog.la $(LDADD)

tests_unit_test_import_columns_SOURCES = tests/unit/test-import-columns.c flow-import/columns.c \
  flow-import/input.c
tests_unit_test_import_columns_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-import
tests_unit_test_import_columns_LDADD = common/libprog.la $(LDADD)

# Parts of libft that it does not export.
tests_unit_test_report_SOURCES = tests/unit/test-report.c lib/report/table.c lib/report/text.c
tests_unit_test_report_CPPFLAGS = $(AM_CPPFLAGS)
