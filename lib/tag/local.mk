ftinclude_HEADERS += lib/ft/tag.h
lib_libft_la_SOURCES += lib/tag/compile.c lib/tag/load.c lib/tag/plan.h lib/tag/run.c \
  lib/tag/statements.c lib/tag/tag.h lib/tag/tag_parse.y lib/tag/types.c
BUILT_SOURCES += lib/tag/tag_parse.h
