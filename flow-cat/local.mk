bin_PROGRAMS += flow-cat/flow-cat
flow_cat_flow_cat_SOURCES = flow-cat/flow-cat.c flow-cat/preload.c flow-cat/preload.h
flow_cat_flow_cat_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-cat/flow-cat.1
