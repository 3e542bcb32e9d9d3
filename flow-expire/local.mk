bin_PROGRAMS += flow-expire/flow-expire
flow_expire_flow_expire_SOURCES = flow-expire/flow-expire.c
flow_expire_flow_expire_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-expire/flow-expire.1
