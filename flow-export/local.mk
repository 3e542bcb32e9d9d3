bin_PROGRAMS += flow-export/flow-export
flow_export_flow_export_SOURCES = flow-export/flow-export.c flow-export/cflowd.c \
  flow-export/csv.c flow-export/csv_plan.c flow-export/export.h flow-export/pcap.c \
  flow-export/sql.c flow-export/wire.c
flow_export_flow_export_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-export/flow-export.1
