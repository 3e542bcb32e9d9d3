ftinclude_HEADERS += lib/ft/xlate.h
lib_libft_la_SOURCES += lib/xlate/aes.h lib/xlate/compile.c \
  lib/xlate/cryptopan.c lib/xlate/cryptopan.h lib/xlate/key.c lib/xlate/key.h lib/xlate/load.c \
  lib/xlate/plan.h lib/xlate/run.c lib/xlate/statements.c lib/xlate/types.c lib/xlate/xlate.h \
  lib/xlate/xlate_parse.y
BUILT_SOURCES += lib/xlate/xlate_parse.h

if HAVE_LIBCRYPTO
AM_CPPFLAGS += $(LIBCRYPTO_CFLAGS)
lib_libft_la_SOURCES += lib/xlate/aes_libcrypto.c
lib_libft_la_LIBADD += $(LIBCRYPTO_LIBS)
else
lib_libft_la_SOURCES += lib/xlate/aes.c
endif
