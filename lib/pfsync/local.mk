ftinclude_HEADERS += lib/ft/pfsync.h
lib_libft_la_SOURCES += lib/pfsync/clock.c lib/pfsync/clock.h \
  lib/pfsync/exporter.c \
  lib/pfsync/group.c lib/pfsync/group.h \
  lib/pfsync/heap.c lib/pfsync/heap.h \
  lib/pfsync/index.c lib/pfsync/index.h \
  lib/pfsync/layout.c lib/pfsync/layout.h \
  lib/pfsync/link.c \
  lib/pfsync/message.c \
  lib/pfsync/monitor.c \
  lib/pfsync/octets.h \
  lib/pfsync/ring.h \
  lib/pfsync/table.c lib/pfsync/table.h
