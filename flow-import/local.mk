bin_PROGRAMS += flow-import/flow-import
flow_import_flow_import_SOURCES = flow-import/flow-import.c flow-import/cflowd.c \
  flow-import/columns.c flow-import/columns.h flow-import/csv.c flow-import/import.h \
  flow-import/input.c flow-import/input.h flow-import/nfcollector.c flow-import/output.c \
  flow-import/wire.c
flow_import_flow_import_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-import/flow-import.1
