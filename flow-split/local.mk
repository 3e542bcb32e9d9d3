bin_PROGRAMS += flow-split/flow-split
flow_split_flow_split_SOURCES = flow-split/flow-split.c flow-split/part.c flow-split/part.h \
  flow-split/tags.c flow-split/tags.h
flow_split_flow_split_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-split/flow-split.1
