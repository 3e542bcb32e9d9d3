bin_PROGRAMS += flow-fanout/flow-fanout
flow_fanout_flow_fanout_SOURCES = flow-fanout/flow-fanout.c flow-fanout/options.c \
  flow-fanout/options.h flow-fanout/relay.c flow-fanout/relay.h flow-fanout/targets.c \
  flow-fanout/targets.h
flow_fanout_flow_fanout_LDADD = common/libfence.la $(PROG_LIBS)
dist_man_MANS += flow-fanout/flow-fanout.8
