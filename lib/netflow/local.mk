ftinclude_HEADERS += lib/ft/netflow.h
lib_libft_la_SOURCES += lib/netflow/decode.c lib/netflow/encode.c lib/netflow/put.h \
  lib/netflow/sequence.c \
  lib/netflow/template.c lib/netflow/template.h lib/netflow/template_encode.c
