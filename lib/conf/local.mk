ftinclude_HEADERS += lib/ft/conf.h
