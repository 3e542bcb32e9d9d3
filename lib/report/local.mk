ftinclude_HEADERS += lib/ft/report.h
