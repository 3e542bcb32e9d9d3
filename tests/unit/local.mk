# A test is tests/unit/NAME.c and links with libft and cmocka unless it says otherwise here.
UNIT_TESTS += \
  tests/unit/test-acl \
  tests/unit/test-acl-permits \
  tests/unit/test-aes \
  tests/unit/test-ahead \
  tests/unit/test-collect \
  tests/unit/test-conf \
  tests/unit/test-configs \
  tests/unit/test-criteria \
  tests/unit/test-date \
  tests/unit/test-deflate \
  tests/unit/test-dscan-files \
  tests/unit/test-dscan-scans \
  tests/unit/test-export-sql \
  tests/unit/test-exporters \
  tests/unit/test-expression \
  tests/unit/test-expression-errors \
  tests/unit/test-fence \
  tests/unit/test-filter \
  tests/unit/test-filter-defects \
  tests/unit/test-filter-file \
  tests/unit/test-filter-size \
  tests/unit/test-formula \
  tests/unit/test-import-columns \
  tests/unit/test-intervals \
  tests/unit/test-lists \
  tests/unit/test-mask \
  tests/unit/test-netflow \
  tests/unit/test-output-options \
  tests/unit/test-pfcapture \
  tests/unit/test-pfexport \
  tests/unit/test-pfstates \
  tests/unit/test-pfsync \
  tests/unit/test-pfsync-damage \
  tests/unit/test-pfsync-defects \
  tests/unit/test-pfsync-link \
  tests/unit/test-pftarget \
  tests/unit/test-record \
  tests/unit/test-replacement \
  tests/unit/test-recover \
  tests/unit/test-report \
  tests/unit/test-report-load \
  tests/unit/test-report-memory \
  tests/unit/test-report-tags \
  tests/unit/test-ring \
  tests/unit/test-roundtrip \
  tests/unit/test-rpt2rrd \
  tests/unit/test-rptfmt \
  tests/unit/test-rptfmt-damage \
  tests/unit/test-rptfmt-defects \
  tests/unit/test-sockets \
  tests/unit/test-stat-order \
  tests/unit/test-stream \
  tests/unit/test-stream-trouble \
  tests/unit/test-tag \
  tests/unit/test-template \
  tests/unit/test-tools-inputs \
  tests/unit/test-tools-text \
  tests/unit/test-wide \
  tests/unit/test-xlate
LDADD = lib/libft.la $(CMOCKA_LIBS)
EXTRA_DIST += tests/unit/criteria-pass.h tests/unit/definition-file.h \
  tests/unit/expression-flow.h tests/unit/filter-flow.h tests/unit/filter-load.h \
  tests/unit/pfsync-packets.h tests/unit/pfsync-rig.h tests/unit/pfsync-watch.h \
  tests/unit/rptfmt-render.h tests/unit/scratch-file.h tests/unit/template-decode.h

tests_unit_test_pfcapture_SOURCES = tests/unit/test-pfcapture.c pfflowd/capture.c
tests_unit_test_pfcapture_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/pfflowd
tests_unit_test_pfcapture_LDADD = $(LDADD) $(PCAP_LIBS)
tests_unit_test_pftarget_SOURCES = tests/unit/test-pftarget.c pfflowd/target.c
tests_unit_test_pftarget_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/pfflowd

tests_unit_test_rpt2rrd_LDADD = flow-rpt2rrd/librpt2rrd.la common/libprog.la $(LDADD)

tests_unit_test_wide_LDADD = common/libprog.la $(LDADD)
tests_unit_test_rptfmt_LDADD = flow-rptfmt/librptfmt.la common/libprog.la $(LDADD)
tests_unit_test_rptfmt_damage_LDADD = flow-rptfmt/librptfmt.la common/libprog.la $(LDADD)
tests_unit_test_rptfmt_defects_LDADD = flow-rptfmt/librptfmt.la common/libprog.la $(LDADD)

tests_unit_test_configs_CPPFLAGS = $(AM_CPPFLAGS) -DCONFIGS='"$(abs_srcdir)/configs"'
tests_unit_test_configs_LDADD = lib/libftxlate.la $(LDADD)
tests_unit_test_filter_defects_LDADD = lib/libftxlate.la $(LDADD)
tests_unit_test_xlate_LDADD = lib/libftxlate.la $(LDADD)

tests_unit_test_ahead_LDADD = common/libprog.la $(LDADD)

tests_unit_test_output_options_LDADD = common/libprog.la $(LDADD)

tests_unit_test_fence_LDADD = common/libfence.la $(LDADD) -lpthread
tests_unit_test_replacement_LDADD = common/libprog.la $(LDADD)
# It reads captures, cut off ones too.
tests_unit_test_pfsync_damage_LDADD = $(LDADD) $(PCAP_LIBS)

tests_unit_test_tools_inputs_LDADD = common/libprog.la $(LDADD)

tests_unit_test_tools_text_SOURCES = tests/unit/test-tools-text.c flow-export/csv_plan.c \
  flow-print/format.c
tests_unit_test_tools_text_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-export -I$(srcdir)/flow-print
tests_unit_test_tools_text_LDADD = common/libprog.la $(LDADD)

tests_unit_test_stat_order_SOURCES = tests/unit/test-stat-order.c flow-stat/keyed_order.c
tests_unit_test_stat_order_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-stat
tests_unit_test_stat_order_LDADD = lib/report/libcount.la common/libprog.la $(LDADD)

tests_unit_test_dscan_files_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-dscan
tests_unit_test_dscan_files_LDADD = flow-dscan/libdscan.la common/libprog.la $(LDADD)
tests_unit_test_dscan_scans_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-dscan
tests_unit_test_dscan_scans_LDADD = flow-dscan/libdscan.la common/libprog.la $(LDADD)

tests_unit_test_export_sql_SOURCES = tests/unit/test-export-sql.c flow-export/csv_plan.c \
  flow-export/sql.c
tests_unit_test_export_sql_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-export
tests_unit_test_export_sql_LDADD = common/libprog.la $(LDADD)

tests_unit_test_import_columns_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/flow-import
tests_unit_test_import_columns_LDADD = flow-import/libimport.la common/libprog.la $(LDADD)

# Our own AES, which the library may be without: the test's comes first.
tests_unit_test_aes_SOURCES = tests/unit/test-aes.c lib/xlate/aes.c
tests_unit_test_aes_CPPFLAGS = $(AM_CPPFLAGS)
# Parts of libft that it does not export.
tests_unit_test_report_SOURCES = tests/unit/test-report.c lib/report/table.c lib/report/text.c
tests_unit_test_report_CPPFLAGS = $(AM_CPPFLAGS)

# Parts of libft whose allocations the test makes fail.
tests_unit_test_report_memory_SOURCES = tests/unit/test-report-memory.c lib/report/columns.c \
  lib/report/count.c lib/report/detail.c lib/report/linear.c
tests_unit_test_report_memory_CPPFLAGS = $(AM_CPPFLAGS)
tests_unit_test_report_memory_LDADD = lib/report/libcount.la $(LDADD)
tests_unit_test_report_memory_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc \
  -Wl,--wrap=aligned_alloc
