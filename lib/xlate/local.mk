# A library of its own: libcrypto doubles the time that a program takes to start, and only flow-xlate
# and flow-capture translate.
lib_LTLIBRARIES += lib/libftxlate.la
ftinclude_HEADERS += lib/ft/xlate.h
lib_libftxlate_la_SOURCES = lib/xlate/aes.h lib/xlate/compile.c \
  lib/xlate/cryptopan.c lib/xlate/cryptopan.h lib/xlate/key.c lib/xlate/key.h lib/xlate/load.c \
  lib/xlate/plan.h lib/xlate/run.c lib/xlate/statements.c lib/xlate/types.c lib/xlate/xlate.h \
  lib/xlate/xlate_parse.y
lib_libftxlate_la_LIBADD = lib/libft.la
lib_libftxlate_la_LDFLAGS = $(lib_libft_la_LDFLAGS)
BUILT_SOURCES += lib/xlate/xlate_parse.h
pkgconfig_DATA += lib/libftxlate.pc

if HAVE_LIBCRYPTO
AM_CPPFLAGS += $(LIBCRYPTO_CFLAGS)
lib_libftxlate_la_SOURCES += lib/xlate/aes_libcrypto.c
lib_libftxlate_la_LIBADD += $(LIBCRYPTO_LIBS)
else
lib_libftxlate_la_SOURCES += lib/xlate/aes.c
endif
