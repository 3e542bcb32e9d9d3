bin_PROGRAMS += pfflowd/pfflowd
pfflowd_sources = pfflowd/pfflowd.c pfflowd/pfflowd.h \
  pfflowd/capture.c \
  pfflowd/daemon.c \
  pfflowd/log.c \
  pfflowd/options.c \
  pfflowd/packets.c pfflowd/packets.h \
  pfflowd/sandbox.c \
  pfflowd/show.c \
  pfflowd/statistics.c \
  pfflowd/target.c
pfflowd_pfflowd_SOURCES = $(pfflowd_sources)
pfflowd_pfflowd_CPPFLAGS = $(AM_CPPFLAGS) -DPFFLOWD_USER='"$(pfflowd_user)"' \
  -DPFFLOWD_CHROOT='"$(pfflowd_chroot)"'
pfflowd_pfflowd_LDADD = $(PROG_LIBS) $(PCAP_LIBS) $(SECCOMP_LIBS)
dist_man_MANS += pfflowd/pfflowd.8
