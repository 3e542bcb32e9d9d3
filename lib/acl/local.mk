ftinclude_HEADERS += lib/ft/acl.h
lib_libft_la_SOURCES += lib/acl/acl.h lib/acl/acl_parse.y lib/acl/acl_scan.l lib/acl/criteria.c \
  lib/acl/formula.c lib/acl/lists.c lib/acl/load.c lib/acl/parse.h lib/acl/words.c
BUILT_SOURCES += lib/acl/acl_parse.h
