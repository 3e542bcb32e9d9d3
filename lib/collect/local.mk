lib_libft_la_SOURCES += lib/collect/clock.c lib/collect/clock.h lib/collect/endpoint.c \
  lib/collect/endpoint.h lib/collect/expire.c lib/collect/expire.h lib/collect/expire_list.h \
  lib/collect/intake.c lib/collect/intake.h lib/collect/limit.c lib/collect/limit.h \
  lib/collect/notices.c lib/collect/notices.h lib/collect/numbering.c lib/collect/numbering.h \
  lib/collect/privacy.c lib/collect/privacy.h lib/collect/receive.c lib/collect/receive.h \
  lib/collect/recent.c lib/collect/recent.h lib/collect/recover.c lib/collect/recover.h \
  lib/collect/ring.c lib/collect/ring.h lib/collect/scan.c lib/collect/substitute.c \
  lib/collect/substitute.h lib/collect/transmit.c lib/collect/transmit.h
