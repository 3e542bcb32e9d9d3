ftinclude_HEADERS += lib/ft/filter.h
