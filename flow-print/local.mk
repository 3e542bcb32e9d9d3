bin_PROGRAMS += flow-print/flow-print
flow_print_flow_print_SOURCES = flow-print/flow-print.c flow-print/format.c flow-print/format.h \
  flow-print/row.c flow-print/row.h
flow_print_flow_print_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-print/flow-print.1
