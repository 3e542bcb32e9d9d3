bin_PROGRAMS += flow-send/flow-send
flow_send_flow_send_SOURCES = flow-send/flow-send.c
flow_send_flow_send_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-send/flow-send.1
