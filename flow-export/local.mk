bin_PROGRAMS += flow-export/flow-export
flow_export_flow_export_SOURCES = flow-export/flow-export.c flow-export/cflowd.c \
  flow-export/csv.c flow-export/csv_plan.c flow-export/export.h flow-export/pcap.c \
  flow-export/sql.c flow-export/sql.h flow-export/wire.c
flow_export_flow_export_CPPFLAGS = $(AM_CPPFLAGS) $(MYSQL_CFLAGS) $(POSTGRESQL_CFLAGS)
flow_export_flow_export_LDADD = $(PROG_LIBS) $(MYSQL_LIBS) $(POSTGRESQL_LIBS)
if HAVE_MYSQL
flow_export_flow_export_SOURCES += flow-export/mysql.c
endif
if HAVE_POSTGRESQL
flow_export_flow_export_SOURCES += flow-export/postgresql.c
endif
dist_man_MANS += flow-export/flow-export.1
