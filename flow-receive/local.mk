bin_PROGRAMS += flow-receive/flow-receive
flow_receive_flow_receive_SOURCES = flow-receive/flow-receive.c flow-receive/options.c \
  flow-receive/options.h flow-receive/output.c flow-receive/output.h
flow_receive_flow_receive_LDADD = common/libfence.la $(PROG_LIBS)
dist_man_MANS += flow-receive/flow-receive.1
