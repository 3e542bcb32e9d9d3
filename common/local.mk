noinst_LTLIBRARIES += common/libprog.la
common_libprog_la_SOURCES = common/output_options.c common/output_options.h \
  common/prog.c common/prog.h common/prog_conf.c
common_libprog_la_LIBADD = lib/libft.la
# What every program links with.
PROG_LIBS = common/libprog.la lib/libft.la
# Lists of input files, text output, stopping on signals: the everyday tools.
common_libprog_la_SOURCES += common/ahead.c common/ahead.h common/descriptors.c common/descriptors.h \
  common/inputs.c common/inputs.h common/joined.c common/joined.h \
  common/replacement.c common/replacement.h \
  common/source.c common/source.h common/stop.c common/stop.h \
  common/text.c common/text.h
# The table of cflowd's records: flow-export, flow-import.
common_libprog_la_SOURCES += common/cflowd.c common/cflowd.h
# Daemons: rights, and what service managers are told.
common_libprog_la_SOURCES += common/notify.c common/notify.h common/user.c common/user.h
# Reports and logs as text: flow-rptfmt, flow-rpt2rrd, flow-log2rrd.
common_libprog_la_SOURCES += common/arena.c common/arena.h common/lines.c common/lines.h \
  common/number.c common/number.h common/symbol_names.c common/symbol_names.h \
  common/wide.c common/wide.h
# What drives rrdtool: flow-rpt2rrd, flow-log2rrd.
common_libprog_la_SOURCES += common/rrd.c common/rrd.h
# The background, and the filter of -F: flow-capture, flow-fanout.
# The log of the background, -e and -E: also flow-expire.
common_libprog_la_SOURCES += common/daemon.c common/daemon.h common/denial.c common/denial.h \
  common/expire_options.c common/expire_options.h \
  common/socket_options.c common/socket_options.h common/system_log.c common/system_log.h
# Writing the flows that pass a filter: flow-nfilter, flow-filter.
common_libprog_la_SOURCES += common/passing.c common/passing.h
# What daemons are fenced in with; of its own, as only they link with libseccomp.
noinst_LTLIBRARIES += common/libfence.la
common_libfence_la_SOURCES = common/fence.c common/fence.h common/sanitized.h
common_libfence_la_LIBADD = $(SECCOMP_LIBS)
