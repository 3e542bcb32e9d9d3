# All of the program but main(), which the unit tests use as well.
noinst_LTLIBRARIES += flow-rptfmt/librptfmt.la
flow_rptfmt_librptfmt_la_SOURCES = \
  flow-rptfmt/arrange.c flow-rptfmt/ascii.c flow-rptfmt/chars.c flow-rptfmt/chars.h \
  flow-rptfmt/chart.c flow-rptfmt/detail.c flow-rptfmt/document.c flow-rptfmt/format.h \
  flow-rptfmt/html.c flow-rptfmt/human.c flow-rptfmt/human.h flow-rptfmt/output.c \
  flow-rptfmt/output.h flow-rptfmt/page.c flow-rptfmt/page.h flow-rptfmt/read.c \
  flow-rptfmt/report.h flow-rptfmt/text.c flow-rptfmt/view.c flow-rptfmt/view.h

bin_PROGRAMS += flow-rptfmt/flow-rptfmt
flow_rptfmt_flow_rptfmt_SOURCES = flow-rptfmt/flow-rptfmt.c
flow_rptfmt_flow_rptfmt_LDADD = flow-rptfmt/librptfmt.la $(PROG_LIBS)
dist_man_MANS += flow-rptfmt/flow-rptfmt.1
