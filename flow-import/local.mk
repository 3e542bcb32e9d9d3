# All of the program but main(), which the tests use as well.
noinst_LTLIBRARIES += flow-import/libimport.la
flow_import_libimport_la_SOURCES = flow-import/cflowd.c \
  flow-import/columns.c flow-import/columns.h flow-import/csv.c flow-import/import.h \
  flow-import/input.c flow-import/input.h flow-import/nfcollector.c flow-import/output.c \
  flow-import/wire.c

bin_PROGRAMS += flow-import/flow-import
flow_import_flow_import_SOURCES = flow-import/flow-import.c
flow_import_flow_import_LDADD = flow-import/libimport.la $(PROG_LIBS)
dist_man_MANS += flow-import/flow-import.1
