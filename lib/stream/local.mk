ftinclude_HEADERS += lib/ft/stream.h
lib_libft_la_SOURCES += lib/stream/header.c lib/stream/header_read.c lib/stream/header_write.c \
  lib/stream/header_print.c lib/stream/reader.c lib/stream/stream.h \
  lib/stream/version1.c lib/stream/writer.c
