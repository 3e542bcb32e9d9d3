# All of the program but main(), which the unit tests use as well.
noinst_LTLIBRARIES += flow-dscan/libdscan.la
flow_dscan_libdscan_la_SOURCES = flow-dscan/addresses.c flow-dscan/addresses.h \
  flow-dscan/messages.c flow-dscan/messages.h flow-dscan/options.c flow-dscan/options.h \
  flow-dscan/ports.c flow-dscan/ports.h flow-dscan/scans.c flow-dscan/scans.h \
  flow-dscan/state.c flow-dscan/state.h flow-dscan/suppress.c flow-dscan/suppress.h \
  flow-dscan/watch.c flow-dscan/watch.h

bin_PROGRAMS += flow-dscan/flow-dscan
flow_dscan_flow_dscan_SOURCES = flow-dscan/flow-dscan.c
flow_dscan_flow_dscan_LDADD = flow-dscan/libdscan.la common/libfence.la $(PROG_LIBS)
dist_man_MANS += flow-dscan/flow-dscan.1
