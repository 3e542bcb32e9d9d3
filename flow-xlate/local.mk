bin_PROGRAMS += flow-xlate/flow-xlate
flow_xlate_flow_xlate_SOURCES = flow-xlate/flow-xlate.c
flow_xlate_flow_xlate_LDADD = lib/libftxlate.la $(PROG_LIBS)
dist_man_MANS += flow-xlate/flow-xlate.1
