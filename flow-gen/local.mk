bin_PROGRAMS += flow-gen/flow-gen
flow_gen_flow_gen_SOURCES = flow-gen/flow-gen.c flow-gen/recipe.c flow-gen/recipe.h
flow_gen_flow_gen_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-gen/flow-gen.1
