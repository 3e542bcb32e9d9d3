bin_PROGRAMS += flow-report/flow-report
flow_report_flow_report_SOURCES = flow-report/flow-report.c
flow_report_flow_report_LDADD = $(PROG_LIBS)
dist_man_MANS += flow-report/flow-report.1
