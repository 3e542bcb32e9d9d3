ftinclude_HEADERS += lib/ft/report.h
# Counting by key: flow-stat does it as well, with other words around the numbers.
noinst_LTLIBRARIES += lib/report/libcount.la
lib_report_libcount_la_SOURCES = lib/report/types.c lib/report/types.h \
  lib/report/table.c lib/report/table.h lib/report/chunk.c lib/report/chunk.h \
  lib/report/keys.c lib/report/keys.h lib/report/order.c lib/report/order.h \
  lib/report/select.c
lib_libft_la_LIBADD += lib/report/libcount.la
lib_libft_la_SOURCES += \
  lib/report/columns.c lib/report/columns.h \
  lib/report/tree.h lib/report/parse.h lib/report/report_parse.y lib/report/load.c \
  lib/report/report_statement.c lib/report/output_statement.c \
  lib/report/count.c lib/report/count.h \
  lib/report/detail.c lib/report/detail.h lib/report/linear.c \
  lib/report/prepare.c lib/report/prepare.h \
  lib/report/run.c lib/report/write.c lib/report/write.h \
  lib/report/value.c lib/report/ascii.c lib/report/csv.c lib/report/json.c \
  lib/report/header.c lib/report/names.c lib/report/names.h \
  lib/report/sink.c lib/report/sink.h lib/report/text.c lib/report/text.h
