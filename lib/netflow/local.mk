ftinclude_HEADERS += lib/ft/netflow.h
lib_libft_la_SOURCES += lib/netflow/decode.c lib/netflow/encode.c lib/netflow/sequence.c
