ftinclude_HEADERS += lib/ft/mask.h
lib_libft_la_SOURCES += lib/mask/load.c lib/mask/mask.h lib/mask/mask_parse.y lib/mask/run.c
BUILT_SOURCES += lib/mask/mask_parse.h
