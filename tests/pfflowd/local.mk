# pfflowd as a user that every system has, with its pid file in the build tree.
check_PROGRAMS += tests/pfflowd/pfflowd
tests_pfflowd_pfflowd_SOURCES = $(pfflowd_sources)
tests_pfflowd_pfflowd_CPPFLAGS = $(AM_CPPFLAGS) -DPFFLOWD_USER='"nobody"' \
  -DPFFLOWD_CHROOT='"/no/such/folder"' \
  -DPFFLOWD_PID_FILE='"$(abs_builddir)/tests/pfflowd/pfflowd.pid"'
tests_pfflowd_pfflowd_LDADD = common/libfence.la $(PROG_LIBS) $(PCAP_LIBS)
EXTRA_DIST += tests/pfflowd/check tests/pfflowd/capture.pl tests/pfflowd/live.pl \
  tests/pfflowd/log-daemon.pl tests/pfflowd/states.pl
