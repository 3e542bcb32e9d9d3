ftinclude_HEADERS += lib/ft/addr.h lib/ft/error.h
lib_libft_la_SOURCES += lib/base/addr.c lib/base/cores.c lib/base/cores.h lib/base/digits.h \
  lib/base/error.c lib/base/folder.c lib/base/folder.h lib/base/grow.c lib/base/grow.h \
  lib/base/hash.c lib/base/hash.h \
  lib/base/intervals.c lib/base/intervals.h lib/base/io.c lib/base/io.h \
  lib/base/octets.h lib/base/replacement.c lib/base/replacement.h lib/base/service.c lib/base/service.h \
  lib/base/thread.c lib/base/thread.h
