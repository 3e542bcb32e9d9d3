# All of the program but main(), which the tests use as well.
noinst_LTLIBRARIES += flow-log2rrd/liblog2rrd.la
flow_log2rrd_liblog2rrd_la_SOURCES = flow-log2rrd/log.c flow-log2rrd/log.h

bin_PROGRAMS += flow-log2rrd/flow-log2rrd
flow_log2rrd_flow_log2rrd_SOURCES = flow-log2rrd/flow-log2rrd.c
flow_log2rrd_flow_log2rrd_LDADD = flow-log2rrd/liblog2rrd.la $(PROG_LIBS)
dist_man_MANS += flow-log2rrd/flow-log2rrd.1
