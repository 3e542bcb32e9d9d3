bin_PROGRAMS += flow-merge/flow-merge
flow_merge_flow_merge_SOURCES = flow-merge/flow-merge.c flow-merge/merge.c flow-merge/merge.h
flow_merge_flow_merge_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-merge/flow-merge.1
