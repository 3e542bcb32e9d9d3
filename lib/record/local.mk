ftinclude_HEADERS += lib/ft/record.h
lib_libft_la_SOURCES += lib/record/field.c lib/record/find.h lib/record/layout.c lib/record/layouts.h \
  lib/record/swap.c lib/record/translate.c
