# All of the program but main(), which the unit tests use as well.
noinst_LTLIBRARIES += flow-rpt2rrd/librpt2rrd.la
flow_rpt2rrd_librpt2rrd_la_SOURCES = flow-rpt2rrd/feed.c flow-rpt2rrd/feed.h flow-rpt2rrd/keys.c \
  flow-rpt2rrd/keys.h flow-rpt2rrd/slots.c flow-rpt2rrd/slots.h

bin_PROGRAMS += flow-rpt2rrd/flow-rpt2rrd
flow_rpt2rrd_flow_rpt2rrd_SOURCES = flow-rpt2rrd/flow-rpt2rrd.c
flow_rpt2rrd_flow_rpt2rrd_LDADD = flow-rpt2rrd/librpt2rrd.la $(PROG_LIBS)
dist_man_MANS += flow-rpt2rrd/flow-rpt2rrd.1
