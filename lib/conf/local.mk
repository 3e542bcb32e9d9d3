ftinclude_HEADERS += lib/ft/conf.h
lib_libft_la_SOURCES += lib/conf/date.c lib/conf/date.h lib/conf/date_parse.y \
  lib/conf/date_words.c lib/conf/language.c lib/conf/language.h lib/conf/list.c lib/conf/list.h \
  lib/conf/names.c lib/conf/names.h lib/conf/number.c lib/conf/path.c lib/conf/scan.h \
  lib/conf/scan.l lib/conf/symbols.c lib/conf/vars.c
BUILT_SOURCES += lib/conf/date_parse.h
