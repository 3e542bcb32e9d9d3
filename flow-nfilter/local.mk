bin_PROGRAMS += flow-nfilter/flow-nfilter
flow_nfilter_flow_nfilter_SOURCES = flow-nfilter/flow-nfilter.c
flow_nfilter_flow_nfilter_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-nfilter/flow-nfilter.1
