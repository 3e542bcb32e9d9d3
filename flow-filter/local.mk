bin_PROGRAMS += flow-filter/flow-filter
flow_filter_flow_filter_SOURCES = flow-filter/flow-filter.c
flow_filter_flow_filter_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-filter/flow-filter.1
