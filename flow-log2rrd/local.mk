bin_PROGRAMS += flow-log2rrd/flow-log2rrd
flow_log2rrd_flow_log2rrd_SOURCES = flow-log2rrd/flow-log2rrd.c
flow_log2rrd_flow_log2rrd_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-log2rrd/flow-log2rrd.1
