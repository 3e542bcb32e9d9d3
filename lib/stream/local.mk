ftinclude_HEADERS += lib/ft/stream.h
lib_libft_la_SOURCES += lib/stream/deflate.c lib/stream/deflate.h lib/stream/deflate_blocks.c \
  lib/stream/deflate_isal.c lib/stream/deflate_kinds.h lib/stream/header.c \
  lib/stream/header_print.c lib/stream/header_read.c lib/stream/header_write.c \
  lib/stream/inflate.c lib/stream/inflate.h lib/stream/inflate_engine.c \
  lib/stream/inflate_engine.h lib/stream/inflate_pieces.c lib/stream/inflate_pieces.h \
  lib/stream/reader.c lib/stream/stream.h lib/stream/version1.c lib/stream/writer.c
