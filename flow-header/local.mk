bin_PROGRAMS += flow-header/flow-header
flow_header_flow_header_SOURCES = flow-header/flow-header.c
flow_header_flow_header_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-header/flow-header.1
