bin_PROGRAMS += pfflowd/pfflowd
pfflowd_pfflowd_SOURCES = pfflowd/pfflowd.c pfflowd/pfflowd.h \
  pfflowd/capture.c \
  pfflowd/daemon.c \
  pfflowd/log.c \
  pfflowd/options.c \
  pfflowd/show.c \
  pfflowd/target.c
pfflowd_pfflowd_LDADD = $(PROG_LIBS) $(PCAP_LIBS)
dist_man_MANS += pfflowd/pfflowd.8
