bin_PROGRAMS += flow-mask/flow-mask
flow_mask_flow_mask_SOURCES = flow-mask/flow-mask.c
flow_mask_flow_mask_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-mask/flow-mask.1
