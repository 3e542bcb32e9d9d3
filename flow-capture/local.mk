bin_PROGRAMS += flow-capture/flow-capture
flow_capture_flow_capture_SOURCES = flow-capture/changes.c flow-capture/changes.h \
  flow-capture/clients.c flow-capture/clients.h \
  flow-capture/collector.c flow-capture/collector.h \
  flow-capture/file.c flow-capture/file.h \
  flow-capture/flow-capture.c flow-capture/options.c flow-capture/options.h \
  flow-capture/program.c flow-capture/program.h flow-capture/sink.c flow-capture/sink.h
flow_capture_flow_capture_CFLAGS = $(AM_CFLAGS) -pthread
flow_capture_flow_capture_LDADD = common/libfence.la lib/libftxlate.la $(PROG_LIBS) -lpthread
dist_man_MANS += flow-capture/flow-capture.8
