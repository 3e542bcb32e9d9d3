# Faults (docs/testing.md): allocations that fail, in a test program and preloaded into others;
# system calls that fail. Included where there is cmocka.
UNIT_TESTS += tests/faults/test-memory
tests_faults_test_memory_SOURCES = tests/faults/test-memory.c tests/faults/memory.c \
  tests/faults/memory.h
tests_faults_test_memory_CPPFLAGS = $(AM_CPPFLAGS)
tests_faults_test_memory_LDADD = lib/libftxlate.la $(LDADD) $(DL_LIBS)

check_LTLIBRARIES = tests/faults/libmemory.la
tests_faults_libmemory_la_SOURCES = tests/faults/memory.c tests/faults/memory.h tests/faults/log.c
# A shared library, though it is not installed: that is what -rpath does.
tests_faults_libmemory_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -rpath /nowhere
tests_faults_libmemory_la_LIBADD = $(DL_LIBS)

if USER_NOTIFICATION
check_PROGRAMS += tests/faults/calls
tests_faults_calls_SOURCES = tests/faults/calls.c
tests_faults_calls_LDADD =
endif
EXTRA_DIST += tests/faults/check tests/faults/daemons.sh tests/faults/pfflowd.sh tests/faults/run.sh
