bin_PROGRAMS += flow-stat/flow-stat
flow_stat_flow_stat_SOURCES = flow-stat/flow-stat.c flow-stat/keyed.c flow-stat/keyed.h \
  flow-stat/keyed_order.c flow-stat/keyed_print.c flow-stat/plot.c flow-stat/reports.c \
  flow-stat/stat.h flow-stat/summary.c
flow_stat_flow_stat_LDADD = lib/report/libcount.la $(PROG_LIBS)
dist_man_MANS += flow-stat/flow-stat.1
