bin_PROGRAMS += flow-tag/flow-tag
flow_tag_flow_tag_SOURCES = flow-tag/flow-tag.c
flow_tag_flow_tag_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-tag/flow-tag.1
